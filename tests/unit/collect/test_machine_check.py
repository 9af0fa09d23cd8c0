import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.machine_check import machine_check
from tests.support.host import TextHost, snapshot

CALLS: dict[str, int] = {}


def test_exceptions_are_summed_and_polls_are_left_out() -> None:
    text = " CPU0 CPU1\n MCE:  1  2   Machine check exceptions\n MCP:  9  9   polls\n"

    seen = snapshot(TextHost({"/proc/interrupts": text}), machine_check)

    assert seen.number("hardware.machine_checks") == pytest.approx(3)


def test_a_kernel_that_does_not_count_them_says_so() -> None:
    seen = snapshot(TextHost({"/proc/interrupts": " CPU0\n LOC: 5 x\n"}), machine_check)

    assert "hardware.machine_checks" in seen.missing


@given(st.text(max_size=200))
def test_nonsense_never_ends_a_look(text: str) -> None:
    snapshot(TextHost({"/proc/interrupts": text}, calls=CALLS), machine_check)

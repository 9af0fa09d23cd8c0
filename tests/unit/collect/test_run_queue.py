import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.run_queue import run_queue
from tests.support.host import TextHost, snapshot

CALLS: dict[str, int] = {}
TEXT = """version 15
timestamp 4295
cpu0 0 0 0 0 0 0 900 2000000000 50
domain0 3 1 2
cpu1 0 0 0 0 0 0 900 1000000000 50
"""


def test_run_delay_is_read_in_seconds_for_each_cpu_and_for_all() -> None:
    seen = snapshot(TextHost({"/proc/schedstat": TEXT}), run_queue)

    assert seen.number("scheduler.run_delay_time", cpu="0") == pytest.approx(2.0)
    assert seen.number("scheduler.run_delay_time", cpu="all") == pytest.approx(3.0)


def test_a_kernel_without_it_says_so() -> None:
    assert "scheduler.run_delay_time" in snapshot(TextHost(), run_queue).missing


@given(st.text(max_size=200))
def test_nonsense_never_ends_a_look(text: str) -> None:
    snapshot(TextHost({"/proc/schedstat": text}, calls=CALLS), run_queue)

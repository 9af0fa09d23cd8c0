import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.load import load
from tests.support.host import TextHost, snapshot

CALLS: dict[str, int] = {}


def test_averages_and_the_number_of_tasks_are_read() -> None:
    seen = snapshot(TextHost({"/proc/loadavg": "0.23 0.45 12.5 1/110 24324\n"}), load)

    assert seen.number("load.average", minutes="1") == pytest.approx(0.23)
    assert seen.number("load.average", minutes="15") == pytest.approx(12.5)
    assert seen.number("load.tasks") == 110


def test_a_cut_line_is_unreadable() -> None:
    assert "load.average" in snapshot(TextHost({"/proc/loadavg": "0.2 0.3\n"}), load).missing


@given(st.text(max_size=200))
def test_nonsense_never_ends_a_look(text: str) -> None:
    snapshot(TextHost({"/proc/loadavg": text}, calls=CALLS), load)

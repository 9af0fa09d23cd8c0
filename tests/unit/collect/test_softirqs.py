import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.collectors.softirqs import softirqs
from tests.support.host import TextHost, snapshot

CALLS: dict[str, int] = {}


def test_kinds_are_counted_on_each_cpu_and_on_all() -> None:
    text = "      CPU0  CPU1\n  NET_RX:  5  7\n   SCHED:  1  2\n"

    seen = snapshot(TextHost({"/proc/softirqs": text}), softirqs)

    assert seen.number("softirq.count", cpu="1", kind="NET_RX") == 7
    assert seen.number("softirq.count", cpu="all", kind="NET_RX") == pytest.approx(12)


@given(st.text(max_size=200))
def test_nonsense_never_ends_a_look(text: str) -> None:
    snapshot(TextHost({"/proc/softirqs": text}, calls=CALLS), softirqs)

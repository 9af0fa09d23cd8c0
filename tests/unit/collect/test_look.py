"""What one look keeps of what its collectors yield."""

from collections.abc import Iterator

import pytest

from hexascope.collect.contract import Collector, HostFiles, NotHere, collector
from hexascope.collect.look import MOST_NUMBER
from hexascope.domain.evidence import LONGEST_TEXT
from hexascope.domain.snapshot import Reading, Snapshot
from hexascope.domain.use import Status
from tests.support.host import TextHost, snapshot


@collector(reads=("/proc/loadavg",), gives=("load.average",))
def silent(_host: HostFiles) -> Iterator[Reading]:
    """Read a file that is empty."""
    yield from ()


@collector(reads=("/proc/loadavg",), gives=("load.average", "load.tasks"))
def stops(_host: HostFiles) -> Iterator[Reading]:
    """Give one family, then find no more."""
    yield Reading("load.tasks", (), 3, "/proc/loadavg")
    raise NotHere(Status.NO_PERMISSION, "Permission denied")


def test_a_collector_that_gives_nothing_has_not_measured_zero() -> None:
    assert snapshot(TextHost(), silent).missing["load.average"].status is Status.UNREADABLE


def test_what_was_read_before_the_end_stays_and_the_rest_has_the_reason() -> None:
    found = snapshot(TextHost(), stops)

    assert found.number("load.tasks") == 3
    assert set(found.missing) == {"load.average"}
    assert found.missing["load.average"].status is Status.NO_PERMISSION


def seen(*values: float | str) -> Snapshot:
    def gather(_host: HostFiles) -> list[Reading]:
        return [
            Reading("a", (("n", str(turn)),), value, "/proc/a") for turn, value in enumerate(values)
        ]

    one = Collector(name="one", reads=(), gives=("a",), gather=gather, text="")
    return snapshot(TextHost(), one)


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), float("-inf"), 10**400, -(10**30), 1e25],
    ids=lambda value: f"{value}"[:6],
)
def test_a_number_that_can_not_be_is_unreadable_and_no_reading(value: float) -> None:
    look = seen(value)

    assert not look.readings
    assert look.missing["a"].status is Status.UNREADABLE
    assert look.missing["a"].reason.startswith("/proc/a: ")
    assert len(look.missing["a"].reason) < 100


def test_the_largest_counters_of_a_kernel_are_kept() -> None:
    kib = 2**64 * 1024

    assert seen(2**64 - 1, kib, -kib).number("a", n="1") == kib
    assert kib < MOST_NUMBER


def test_one_senseless_number_does_not_cost_its_neighbours() -> None:
    look = seen(1.0, float("nan"), 3.0)

    assert [one.value for one in look.of("a")] == [1.0, 3.0]


def test_a_long_text_is_cut() -> None:
    [one] = seen("x" * 5000).of("a")

    assert one.value == "x" * LONGEST_TEXT

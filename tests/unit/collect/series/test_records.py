"""Records of intervals → windows: cut at gaps and restarts, counted from zero."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.series.records import (
    Record,
    run_of,
    runs_of,
    traffic,
)
from hexascope.collect.series.records_window import MOST_PULSES, window_of
from hexascope.domain.errors import CannotExamine
from hexascope.domain.evidence import labels_of
from hexascope.domain.rows import BlockDevice, Interface, Namespace

START = 1_700_000_000.0
FORKS = ("cpu.forks", ())
RUNNABLE = ("cpu.runnable", ())


def record(
    minute: float, seconds: float = 60.0, *, anew: bool = False, forks: float = 60.0
) -> Record:
    return Record(
        at=START + minute * 60,
        seconds=seconds,
        growths={FORKS: forks},
        gauges={RUNNABLE: minute},
        began_anew=anew,
    )


def minutes(*ends: float) -> list[Record]:
    return [record(end) for end in ends]


def at(minute: float) -> float:
    return START + minute * 60


def test_counters_begin_at_zero_with_the_window_and_grow_by_the_records() -> None:
    run = run_of(minutes(*range(1, 11)), at(2), at(8))
    window = window_of(run, "sysstat", {"host.kernel": "6.1.0"})

    assert window.seconds == 360
    assert (window.first.time, window.last.time) == (at(2), at(8))
    assert window.first.number("cpu.forks") == 0
    assert window.rate("cpu.forks") == 1.0
    assert len(window.pulses) == 5
    assert [rate for _, rate in window.rates("cpu.forks")] == [1.0] * 6
    reading = window.last.reading("host.kernel")
    assert reading is not None
    assert (reading.value, reading.source) == ("6.1.0", "sysstat")


def test_what_stands_at_the_begin_is_that_of_the_record_before_if_it_touches() -> None:
    run = run_of(minutes(*range(1, 11)), at(2), at(8))
    assert window_of(run, "sysstat", {}).first.number("cpu.runnable") == 2.0

    run = run_of(minutes(3, 4, 5), at(2), at(8))
    assert window_of(run, "sysstat", {}).first.number("cpu.runnable") is None


def test_an_interval_belongs_to_the_range_with_at_least_half_of_it() -> None:
    run = run_of(minutes(*range(1, 11)), at(2.5), at(5.4))
    assert [one.at for one in run.records] == [at(3), at(4), at(5)]


def test_where_no_interval_fits_the_one_in_whose_course_the_middle_lies_is_taken() -> None:
    long = [record(10, 600.0), record(20, 600.0), record(30, 600.0)]
    run = run_of(long, at(14), at(16))
    assert [one.at for one in run.records] == [at(20)]


def test_the_longest_part_without_a_gap_is_taken_and_the_gap_is_told() -> None:
    run = run_of(minutes(1, 2, 3, 8, 9, 10, 11), at(0), at(11))

    assert [one.at for one in run.records] == [at(8), at(9), at(10), at(11)]
    assert "gap" in run.notes[0]


def test_an_interval_far_longer_than_the_others_is_a_gap_and_never_judged() -> None:
    slept = [*minutes(1, 2, 3), record(60, 57 * 60.0), *minutes(61, 62)]

    assert run_of(slept, at(0), at(70)).seconds == 180
    with pytest.raises(CannotExamine, match="gap"):
        run_of(slept, at(20), at(40))


def test_a_restart_cuts_and_the_interval_it_lies_in_is_left_out() -> None:
    run = run_of(minutes(*range(1, 9)), at(0), at(8), restarts=[at(3.5)])
    assert [one.at for one in run.records] == [at(minute) for minute in (5, 6, 7, 8)]

    anew = [*minutes(1, 2, 3), record(4, anew=True), *minutes(5)]
    assert [one.at for one in run_of(anew, at(0), at(8)).records] == [at(1), at(2), at(3)]


def test_part_of_a_range_without_records_is_told() -> None:
    run = run_of(minutes(5, 6, 7), at(0), at(20))

    assert len(run.notes) == 2
    assert all("nothing was kept" in note for note in run.notes)


@pytest.mark.parametrize("known", [[], minutes(50, 51), [record(1, 0.0), record(2, 0.0)]])
def test_where_there_is_nothing_of_that_time_there_is_no_window(known: list[Record]) -> None:
    with pytest.raises(CannotExamine, match=r"nothing|gap"):
        run_of(known, at(0), at(10))
    with pytest.raises(CannotExamine, match=r"nothing|gap"):
        runs_of(known, at(0), at(10), 120.0)


def test_runs_follow_each_other_and_never_reach_across_a_gap() -> None:
    runs, notes = runs_of(minutes(1, 2, 3, 4, 5, 20, 21), at(0), at(30), 120.0)

    assert [[one.at for one in run.records] for run in runs] == [
        [at(1), at(2)], [at(3), at(4)], [at(5)], [at(20), at(21)],
    ]  # fmt: skip
    assert notes
    assert runs[3].before is None


def test_a_series_that_is_not_in_every_record_is_left_out() -> None:
    some = Record(at=at(2), seconds=60.0, growths={}, gauges={})
    run = run_of([record(1), some, record(3)], at(0), at(3))
    assert window_of(run, "sysstat", {}).last.number("cpu.forks") is None


def test_interfaces_and_devices_become_rows_where_all_that_matters_is_known() -> None:
    whole = {
        traffic("eth0", column): 100.0
        for column in (
            "received_bytes", "received_packets", "received_errors", "received_dropped",
            "sent_bytes", "sent_packets", "sent_errors", "sent_dropped",
        )
    }  # fmt: skip
    busy = {("disk.busy_time", labels_of({"device": name})): 1.0 for name in ("vda", "dm-0")}
    growths = {**whole, **busy, traffic("eth1", "received_bytes"): 5.0}
    run = run_of([Record(at=at(1), seconds=60.0, growths=growths, gauges={})], at(0), at(1))
    last = window_of(run, "pcp", {}).last

    assert [(one.name, one.received_errors) for one in last.rows(Interface)] == [("eth0", 100)]
    assert [one.name for one in last.rows(Namespace)] == ["host"]
    assert {one.name: one.is_leaf for one in last.rows(BlockDevice)} == {
        "vda": True,
        "dm-0": False,
    }
    assert last.number("interface.count") == 1


def test_of_very_many_records_some_become_light_looks() -> None:
    run = run_of([record(minute) for minute in range(1, 1001)], at(0), at(1000))
    window = window_of(run, "pcp", {})

    assert len(window.pulses) <= MOST_PULSES
    assert window.growth("cpu.forks") == 60_000


ENDS = st.lists(st.integers(0, 400), max_size=40)


@given(ENDS, st.integers(0, 300), st.integers(1, 100), st.lists(st.integers(0, 400), max_size=3))
def test_no_window_ever_holds_a_minute_that_no_record_tells(
    ends: list[int], begin: int, length: int, restarts: list[int]
) -> None:
    known = minutes(*map(float, ends))
    try:
        run = run_of(known, at(begin), at(begin + length), [at(one) for one in restarts])
    except CannotExamine:
        return
    told = sum(one.seconds for one in run.records)
    assert told == pytest.approx(run.seconds, abs=2.0 * len(run.records))
    assert all(at(one) not in [each.at for each in run.records] for one in restarts)

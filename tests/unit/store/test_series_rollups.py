"""Minutes of what was measured, hours of minutes."""

from array import array
from math import isnan

from hypothesis import given
from hypothesis import strategies as st

from hexascope.store.database.series.chunks import Chunk, sums_of
from hexascope.store.database.series.rollups import rolled, rolled_again

VALUES = st.floats(-1e6, 1e6) | st.just(float("nan"))


def chunk_of(times: list[float], values: list[float]) -> Chunk:
    return Chunk(
        keys=("a.b",),
        times=array("d", times),
        seqs=array("q", [0]) * len(times),
        columns=[array("d", values)],
    )


@given(st.dictionaries(st.integers(0, 7200), VALUES, min_size=1, max_size=60))
def test_a_rollup_says_of_each_minute_what_its_moments_say(found: dict[int, float]) -> None:
    times = sorted(found)
    made = rolled(chunk_of([float(one) for one in times], [found[one] for one in times]), 60)

    for at, edge in enumerate(made.times):
        within = array("d", (found[one] for one in times if edge <= one < edge + 60))
        sums = sums_of(within)
        told = [column[at] for column in made.columns]
        if sums is None:
            assert told[3] == 0
            assert isnan(told[0])
        else:
            assert told == [sums.least, sums.most, sums.total, sums.count, sums.last]
    assert {time // 60 for time in times} == {edge // 60 for edge in made.times}


@given(st.lists(VALUES, min_size=12, max_size=12))
def test_steps_with_as_many_moments_each_are_told_like_any_others(values: list[float]) -> None:
    times = [float(at * 10) for at in range(12)]

    even = rolled(chunk_of(times, values), 60)
    odd = rolled(chunk_of([*times, 200.0], [*values, 1.0]), 60)

    assert [one[:2].tobytes() for one in odd.columns] == [one.tobytes() for one in even.columns]


@given(st.lists(VALUES, min_size=2, max_size=100))
def test_hours_of_minutes_are_hours_of_moments(values: list[float]) -> None:
    chunk = chunk_of([float(at * 90) for at in range(len(values))], values)

    by_minutes = rolled_again(rolled(chunk, 60), 3600)
    straight = rolled(chunk, 3600)

    assert by_minutes.times == straight.times
    for one, other in zip(by_minutes.columns, straight.columns, strict=True):
        for told, wanted in zip(one, other, strict=True):
            assert abs(told - wanted) < 1e-3 or (isnan(told) and isnan(wanted))

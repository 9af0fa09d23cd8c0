import pytest

from benchmarks.costs.thread_states import MOST_POINTS, by_state, compared, table
from benchmarks.errors import BenchError

TRACED = """counting
@spent[1000, 0]: 100
@spent[1001, 0]: 100
@spent[1, 202]: 200
@spent[1, 230]: 300
@spent[2, 74]: 150
@spent[1, 0]: 150
"""


def test_what_bpftrace_counted_is_named_by_state_and_call() -> None:
    assert by_state(TRACED) == {
        "on CPU": 100,
        "waits for a CPU": 100,
        "lock": 200,
        "sleeps": 300,
        "disk, file system": 150,
        "another process": 150,
    }


def test_both_are_compared_as_shares_of_the_whole() -> None:
    rows = compared({"on_cpu": 0.15, "throttled": 0.1, "lock": 0.2}, by_state(TRACED))

    points = {row.state: row.points for row in rows}
    assert points["on CPU"] == pytest.approx(5.0)
    assert points["waits for a CPU"] == pytest.approx(0.0)
    assert points["sleeps"] == pytest.approx(-30.0)
    assert points["sleeps"] < -MOST_POINTS
    assert "| sleeps | 0.0% | 30.0% | -30.0 points |" in table(rows)


def test_a_tracer_that_counted_nothing_is_no_agreement() -> None:
    with pytest.raises(BenchError, match="counted nothing"):
        compared({"on_cpu": 1.0}, {})

from hexascope.derive.timeline import ALONE, MOST_CHANGES, TOGETHER_SECONDS, timeline
from hexascope.domain.rows import Change
from tests.support.cases import WALL, case

NOW = WALL + 105.0


def change(ago: float, what: str, kind: str = "package", action: str = "upgraded") -> Change:
    return Change(NOW - ago, kind, action, what, "1 → 2", "/var/log/dpkg.log")


def told(*rows: Change) -> list[tuple[float, str]]:
    return [(NOW - one.at, one.what) for one in timeline(case(last=rows))]


def test_the_newest_change_comes_first_and_one_to_come_not_at_all() -> None:
    assert told(change(900, "a"), change(60, "b"), change(-1, "c")) == [(60, "b"), (900, "a")]


def test_many_changes_at_one_time_are_one_line_with_the_newest_by_name() -> None:
    rows = [change(number * TOGETHER_SECONDS, f"p{number}") for number in range(ALONE + 1)]

    assert told(*rows[:ALONE]) == [(60.0 * number, f"p{number}") for number in range(ALONE)]
    assert told(*rows) == [(0.0, "p0, p1, p2 +1")]


def test_a_pause_parts_them() -> None:
    rows = [change(number * 61.0, f"p{number}") for number in range(ALONE + 1)]

    assert len(told(*rows)) == ALONE + 1


def test_other_kinds_between_them_stay_lines_of_their_own() -> None:
    rows = [change(number, f"p{number}") for number in range(10)]

    assert told(*rows, change(5, "nginx.service", "unit", "started")) == [
        (0.0, "p0, p1, p2 +7"),
        (5.0, "nginx.service"),
    ]


def test_the_same_name_many_times_is_told_once() -> None:
    assert told(*[change(number, "worker") for number in range(10)]) == [(0.0, "worker")]


def test_a_report_shows_a_bounded_number() -> None:
    rows = [change(number * 100.0, f"p{number}") for number in range(MOST_CHANGES + 1)]

    assert len(told(*rows)) == MOST_CHANGES

import re

import pytest

from hexascope.check import log_lines
from hexascope.domain.case import Case
from hexascope.domain.rows import LogLine
from tests.support.cases import case, reading

OLD = LogLine(990.0, 3, 10, "I/O error, dev loop7, sector 8")
NEW = LogLine(997.0, 3, 11, "I/O error, dev loop7, sector 16")
ERRORS = re.compile(r"I/O error, dev (?P<device>\w+)")


def seen(first: list[LogLine], last: list[LogLine]) -> Case:
    return case(first=first, last=[*last, reading("log.read_at", 1000.0)])


def test_what_the_first_look_had_not_seen_is_of_the_window_whatever_its_clock() -> None:
    about = seen([OLD], [OLD, NEW._replace(at_s=3.0)])

    assert [one.line.sequence for one in log_lines.of_window(about, ERRORS)] == [11]
    assert [one.line.sequence for one in log_lines.of_past(about, ERRORS)] == [10]


def test_without_a_first_log_the_clock_decides() -> None:
    about = seen([], [OLD, NEW])

    assert [one.line.sequence for one in log_lines.of_window(about, ERRORS)] == [11]
    assert log_lines.seconds_ago(about, NEW) == pytest.approx(3.0)


def test_lines_are_told_by_the_last_one_and_counted() -> None:
    about = seen([OLD], [OLD, NEW])
    [line, count, past, age] = log_lines.told(about, "io_error", [OLD, NEW])

    assert line.key == "log.line{kind=io_error}"
    assert line.value == NEW.text
    assert (count.number, past.number) == (1, 1)
    assert age.number == pytest.approx(3.0)
    assert log_lines.told(about, "io_error", []) == ()


def test_what_a_pattern_caught_is_handed_on() -> None:
    [_, found] = log_lines.matching(seen([OLD], [OLD, NEW]), ERRORS)

    assert found.match["device"] == "loop7"


def test_a_hostile_line_is_made_visible_and_cut() -> None:
    shown = log_lines.escaped("a\x1b[2J\u202e\n" + "x" * 999)

    assert shown.startswith("a\\x1b[2J\\u202e\\n")
    assert len(shown) == 256

"""Lines of the kernel's log as evidence: those of the window, and those from before."""

from collections.abc import Iterable, Iterator
from re import Match, Pattern
from typing import NamedTuple

from hexascope.domain.case import Case
from hexascope.domain.evidence import LONGEST_TEXT, Evidence
from hexascope.domain.families import evidence
from hexascope.domain.rows import LogLine

SOURCE = "/dev/kmsg"


class Matched(NamedTuple):
    """A line that fits a pattern."""

    line: LogLine
    match: Match[str]


def in_window(case: Case, line: LogLine) -> bool:
    """Say whether a line came within the window.

    The first look saw all lines up to then, whatever the clock of the log says: what has a higher
    number is newer. Without a log in the first look its clock must do.
    """
    return _is_new(case, line, _newest_before(case))


def _newest_before(case: Case) -> int | None:
    """Give the number of the first look's last line: the kernel gives them out in order."""
    before = case.window.first.rows(LogLine)
    return before[-1].sequence if before else None


def _is_new(case: Case, line: LogLine, newest_before: int | None) -> bool:
    if newest_before is not None:
        return line.sequence > newest_before
    return line.at_s >= began(case)


def began(case: Case) -> float:
    """Give when the window began, in seconds since boot, which is what the log counts in."""
    end = case.window.last.number("log.read_at")
    return (case.window.last.at if end is None else end) - case.window.seconds


def seconds_ago(case: Case, line: LogLine) -> float:
    """Give how long before the end of the window a line came."""
    return max(began(case) + case.window.seconds - line.at_s, 0.0)


def matching(case: Case, pattern: Pattern[str]) -> Iterator[Matched]:
    """Give the lines in which a pattern is found, oldest first."""
    for line in case.rows(LogLine):
        match = pattern.search(line.text)
        if match:
            yield Matched(line, match)


def of_window(case: Case, pattern: Pattern[str]) -> list[Matched]:
    """Give the lines of the window in which a pattern is found."""
    newest = _newest_before(case)
    return [one for one in matching(case, pattern) if _is_new(case, one.line, newest)]


def of_past(case: Case, pattern: Pattern[str]) -> list[Matched]:
    """Give the lines from before the window in which a pattern is found."""
    newest = _newest_before(case)
    return [one for one in matching(case, pattern) if not _is_new(case, one.line, newest)]


def told(case: Case, kind: str, lines: Iterable[LogLine]) -> tuple[Evidence, ...]:
    """Give the last of some lines, its age, and how many there were in the window and before."""
    known = list(lines)
    if not known:
        return ()
    now = sum(in_window(case, line) for line in known)
    last = known[-1]
    seconds = case.window.seconds
    return (
        evidence("log.line", escaped(last.text), source=SOURCE, window_s=seconds, kind=kind),
        evidence("log.line_count", float(now), source=SOURCE, window_s=seconds, kind=kind),
        evidence("log.past_count", float(len(known) - now), source=SOURCE, kind=kind),
        evidence("log.age", seconds_ago(case, last), source=SOURCE, kind=kind),
    )


def escaped(text: str) -> str:
    """Make control characters visible, and cut what is too long for evidence."""
    shown = "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in text
    )
    return shown[:LONGEST_TEXT]

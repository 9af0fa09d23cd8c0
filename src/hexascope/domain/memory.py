"""Memory: what is known of a host beside what is measured, and who said so."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from hexascope.domain.history import History
from hexascope.domain.use import Resource

LONGEST_WORDS = 240
"""Characters that a fact or a conclusion may have."""

LONGEST_SUBJECT = 120
MINUTES_OF_A_DAY = 24 * 60
_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


class Standing(StrEnum):
    """Whether a user stands by a fact; what is proposed binds nobody and is told to no model."""

    CONFIRMED = "confirmed"
    PROPOSED = "proposed"


class Hours(NamedTuple):
    """A part of the day by the host's own clocks: minutes since midnight, the end left out.

    One that ends before it begins goes on past midnight.
    """

    begins: int
    ends: int

    def hold(self, minute: int) -> bool:
        """Say whether a minute of the day lies within.

        >>> Hours(23 * 60, 60).hold(30), Hours(23 * 60, 60).hold(60)
        (True, False)
        """
        if self.begins < self.ends:
            return self.begins <= minute < self.ends
        return minute >= self.begins or minute < self.ends

    def __str__(self) -> str:
        return "-".join(f"{at // 60:02}:{at % 60:02}" for at in (self.begins, self.ends))


def hours(words: str) -> Hours:
    """Read `02:00-03:00`; ValueError says what is wrong."""
    found = _HOURS.fullmatch(words.strip())
    if found is None:
        raise ValueError("hours are written as 02:00-03:00")
    begins, ends = (int(found[at]) * 60 + int(found[at + 1]) for at in (1, 3))
    if max(int(found[2]), int(found[4])) > 59 or max(begins, ends) > MINUTES_OF_A_DAY:
        raise ValueError("a day has hours from 00:00 to 24:00")
    if begins % MINUTES_OF_A_DAY == ends % MINUTES_OF_A_DAY and begins >= ends:
        raise ValueError("hours that end when they begin are none: leave them out for all day")
    return Hours(begins, ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What is known of a host, in words; data for who judges, never an order.

    `resource`, `hours` and `subject` (a unit, a program, a device) say what it is about. `by` is
    `user`, or the specialist who proposed it, in `examination`; `time` is when (RFC 3339).
    """

    id: str
    words: str
    standing: Standing
    by: str
    time: str
    resource: Resource | None = None
    hours: Hours | None = None
    subject: str = ""
    examination: str = ""

    def covers(self, resource: Resource, names: Iterable[str], minute: int) -> bool:
        """Say whether it is about a finding: all that it names must fit, and it must name some."""
        if self.resource is None and not self.subject:
            return False
        fits = self.resource in (None, resource) and (self.hours is None or self.hours.hold(minute))
        return fits and (not self.subject or self.subject.lower() in {one.lower() for one in names})


class Conclusion(NamedTuple):
    """What one specialist concluded in one examination, of which item, in words."""

    role: str
    item: str
    words: str
    examination: str
    time: str


class Interaction(NamedTuple):
    """What one panel came to, in figures; its whole record lies in the examination."""

    examination: str
    time: str
    models: tuple[str, ...]
    calls: int
    struck: int
    questions: int
    votes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What is remembered of one host. Of `facts`, only those that are confirmed count.

    `minute` is that of the host's day in which it is looked at.
    """

    facts: tuple[Fact, ...] = ()
    conclusions: tuple[Conclusion, ...] = ()
    history: History = field(default_factory=History)
    minute: int | None = None

    @property
    def confirmed(self) -> tuple[Fact, ...]:
        """Give the facts that a user stands by."""
        return tuple(one for one in self.facts if one.standing is Standing.CONFIRMED)


class Aside(NamedTuple):
    """What memory has to say beside a finding: it hides nothing and lowers nothing.

    `known` are the words of confirmed facts that cover it; `ratio` is its main evidence (`key`)
    over the median of the last so many `examinations`, None where it is not notable.
    """

    finding: str
    known: tuple[str, ...] = ()
    key: str = ""
    ratio: float | None = None
    median: float = 0.0
    examinations: int = 0

"""What a panel is told of a host's memory: as data, each line with who said it and when."""

from collections.abc import Iterator

from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.history import COUNT, MEDIAN, OF, RATIO
from hexascope.domain.memory import Fact, Memory

MOST_OF_ONE = 2
"""Conclusions of one specialist that are told: its latest."""


def concluded(memory: Memory) -> list[str]:
    """Give what each specialist concluded lately, the latest at the end."""
    counts: dict[str, int] = {}
    told: list[str] = []
    for one in reversed(memory.conclusions):
        counts[one.role] = counts.get(one.role, 0) + 1
        if counts[one.role] <= MOST_OF_ONE:
            told.append(f"{one.time[:16]}Z {one.role}: {one.words}")
    return told[::-1]


def known_here(memory: Memory) -> list[str]:
    """Give the facts that a user stands by; whether their hours hold now is said."""
    return [_told(one, memory.minute) for one in memory.confirmed]


def _told(one: Fact, minute: int | None) -> str:
    about = [word for word in (one.resource or "", one.subject) if word]
    if one.hours is not None:
        now = minute is not None and one.hours.hold(minute)
        about.append(f"{one.hours}, which is {'now' if now else 'not now'}")
    return f"{one.words} [{', '.join(about)}]" if about else one.words


def usual_of(case: Case) -> Iterator[Evidence]:
    """Give what is usual of the main evidence of each finding, where it is known."""
    for finding in case.findings:
        for piece in finding.evidence[:1]:
            labels = {**dict(piece.labels), OF: piece.family}
            for family in (RATIO, COUNT, MEDIAN):
                found = case.one(family, **labels)
                if found is not None:
                    yield found

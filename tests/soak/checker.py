"""The checker: from what clients intended and were told to what must, and must not, be there.

Invariants, after everything has healed: what was acknowledged is stored; what is stored was
intended, and once; what was refused and never acknowledged is not there; the numbers of a stream
rise; each job has ended, its effect is there once; each change that was acknowledged has one audit
record, and there are no more records than changes that were tried.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from tests.soak.history import Line, Phase

MOST_SHOWN = 5
"""Examples of one kind of violation; the count tells of the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """What was found afterwards: the keys of each kind as often as they are there.

    `streams` gives the numbers of each stream in the order of their times, `ended` the ends of
    jobs, `audit` how many records there are of each kind of change.
    """

    keys: Mapping[str, Counter[str]]
    streams: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    ended: Mapping[str, str] = field(default_factory=dict)
    audit: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What clients know of one kind of operation: keys by how far they came."""

    intended: frozenset[str]
    acked: frozenset[str]
    refused: frozenset[str]


def told_of(kind: str, history: Iterable[Line]) -> Told:
    """Gather a kind: a key that was acknowledged at any try counts as acknowledged."""
    phases: dict[str, set[Phase]] = {}
    for line in history:
        if line.kind == kind:
            phases.setdefault(line.key, set()).add(line.phase)
    acked = {key for key, seen in phases.items() if Phase.ACKED in seen}
    refused = {
        key
        for key, seen in phases.items()
        if Phase.REFUSED in seen and Phase.UNKNOWN not in seen and key not in acked
    }
    return Told(intended=frozenset(phases), acked=frozenset(acked), refused=frozenset(refused))


def violations(history: Iterable[Line], stored: Stored) -> list[str]:
    """Give each broken invariant as a sentence; nothing where all hold."""
    lines = list(history)
    found: list[str] = []
    for kind, keys in stored.keys.items():
        told = told_of(kind, lines)
        there = {key for key, count in keys.items() if count}
        doubled = {key for key, count in keys.items() if count > 1}
        found += _some(told.acked - there, f"{kind}: acknowledged but lost")
        found += _some(there - told.intended, f"{kind}: stored but never intended")
        found += _some(told.refused & there, f"{kind}: refused but stored")
        found += _some(doubled, f"{kind}: stored more than once")
    found += _streams(lines, stored)
    found += _ends(lines, stored)
    found += _audits(lines, stored)
    return found


def _streams(lines: list[Line], stored: Stored) -> list[str]:
    found = []
    for stream, numbers in stored.streams.items():
        falling = [str(b) for a, b in pairwise(numbers) if b <= a]
        found += _some(falling, f"stream {stream}: numbers that do not rise")
    sent = {line.stream for line in lines if line.stream and line.phase is Phase.ACKED}
    found += _some(sent - stored.streams.keys(), "streams that were acknowledged and are not there")
    return found


def _ends(lines: list[Line], stored: Stored) -> list[str]:
    jobs = told_of("job", lines)
    return _some(jobs.acked - stored.ended.keys(), "jobs that never ended")


def _audits(lines: list[Line], stored: Stored) -> list[str]:
    found = []
    for kind, count in stored.audit.items():
        told = told_of(kind, lines)
        least, most = len(told.acked), len(told.intended - told.refused)
        if not least <= count <= most:
            found.append(
                f"audit of {kind}: {count} records of {least} acknowledged and {most} tried changes"
            )
    return found


def _some(keys: Iterable[str], what: str) -> list[str]:
    wrong = sorted(keys)
    if not wrong:
        return []
    return [f"{what}: {len(wrong)} ({', '.join(wrong[:MOST_SHOWN])})"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A time in which nothing was broken: from when all was mended until the next fault began."""

    began: float
    ended: float = float("inf")


def slowest_return(history: Iterable[Line], quiet: Iterable[Quiet]) -> float:
    """Give the longest time in seconds that a client took to be answered after a fault was mended.

    A client whose first answer came after the next fault had begun is judged by that one; one
    that asked and was never answered afterwards counts as for ever, and one that had been answered
    all that it asked and asked no more does not count.
    """
    lines = list(history)
    last = {line.client: line for line in lines}
    worst = 0.0
    for one in quiet:
        first: dict[str, float] = {}
        for line in lines:
            if line.phase is Phase.ACKED and line.time >= one.began:
                first.setdefault(line.client, line.time)
        for client, end in last.items():
            answered = first.get(client, float("inf"))
            is_content = end.phase is Phase.ACKED and end.time < one.began
            if min(answered, one.ended) == answered and not is_content:
                worst = max(worst, answered - one.began)
    return worst

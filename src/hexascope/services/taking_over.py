"""Taking over what the command line has kept: into a tenant's rows, once; its folders stay.

It may be ended at any moment and begun again: what is there already is passed over.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from hexascope.domain.errors import BadInput, CannotWrite, StoreAway, StoreFull
from hexascope.domain.spending import Spent
from hexascope.store.contract import Conversations, Kept, Memories, Spending
from hexascope.store.lasting import Lasting

LARGEST_REPORT = 64 * 2**20
"""Letters of a report; what is larger was not written by us."""

Ends = Callable[[], bool]
"""Tells whether somebody waits for the end of this."""


@dataclass(slots=True)
class Taken:
    """How many of each were taken over, how many were there, and what can't be read."""

    examinations: int = 0
    there: int = 0
    conversations: int = 0
    facts: int = 0
    conclusions: int = 0
    spending: int = 0
    learnt: int = 0
    damaged: list[str] = field(default_factory=list)
    whole: bool = False

    @property
    def something(self) -> bool:
        """Tell whether there was anything at all."""
        return bool(self.examinations or self.there or self.facts or self.spending or self.damaged)


def take_over(
    source: Lasting,
    target: Lasting,
    *,
    damaged: Iterable[str] = (),
    now: float,
    ends: Ends = lambda: False,
) -> Taken:
    """Take over all of a place into another, the oldest examination first.

    StoreFull and StoreAway end it; what can't be read is passed over and named.
    """
    taken = Taken(damaged=list(damaged))
    known = {one.id for one in target.archive.all()}
    several = sorted(source.archive.all(), key=lambda one: (one.time, one.id))
    for kept in several:
        if ends():
            return taken
        if kept.id in known:
            taken.there += 1
        elif not _examination(source, target, kept, taken):
            continue
        _conversations(source.conversations, target.conversations, kept.id, taken)
    for host in source.memories.hosts():
        if ends():
            return taken
        _memory(source.memories, target.memories, host, taken)
    taken.spending = _spending(source.spending, target.spending)
    learnt = source.learning.known(now=now)
    target.learning.keep(learnt, now=now)
    taken.learnt, taken.whole = len(learnt), True
    return taken


def _examination(source: Lasting, target: Lasting, kept: Kept, taken: Taken) -> bool:
    try:
        report = _report(source, kept.id)
        target.archive.keep(kept, report, source.archive.bundle(kept.id))
    except (StoreFull, StoreAway):
        raise
    except (BadInput, CannotWrite, OSError, ValueError, RecursionError):
        taken.damaged.append(kept.id)
        return False
    taken.examinations += 1
    return True


def _report(source: Lasting, id: str) -> str:  # noqa: A002 - the word of the domain
    report = source.archive.report(id)
    if len(report) > LARGEST_REPORT or not isinstance(json.loads(report), dict):
        raise BadInput(f"what is kept of {id} is no report")
    return report


def _conversations(
    source: Conversations, target: Conversations, examination: str, taken: Taken
) -> None:
    try:
        there = {one.id: len(one.turns) for one in target.all(examination)}
    except BadInput:
        return  # it was too old to be kept beside what there is of this host
    for one in source.all(examination):
        if one.id not in there:
            taken.conversations += 1
        for turn in one.turns[there.get(one.id, 0) :]:
            target.add(examination, one.id, turn)


def _memory(source: Memories, target: Memories, host: str, taken: Taken) -> None:
    try:
        old, new = source.memory(host), target.memory(host)
    except BadInput:
        return  # a folder that is none of ours
    for fact in old.facts:
        if fact.id not in {one.id for one in new.facts}:
            target.state(host, fact)
            taken.facts += 1
    wanted = [one for one in old.conclusions if one not in new.conclusions]
    if wanted:
        target.conclude(host, wanted)
        taken.conclusions += len(wanted)
    target.refresh(host)


def _spending(source: Spending, target: Spending) -> int:
    def key(one: Spent) -> tuple[str, str]:
        return one.day, one.model

    there = {key(one) for one in target.all()}
    wanted = [one for one in source.all() if key(one) not in there]
    for one in reversed(wanted):
        target.add(one)
    return len(wanted)

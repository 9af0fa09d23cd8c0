"""Remembering: what is told of a host before it is judged, and what is kept of it afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

from hexascope.domain.examination import Examination
from hexascope.domain.memory import LONGEST_WORDS, Conclusion, Fact, Memory, Standing
from hexascope.domain.opinion import Opinion
from hexascope.kit.clock import local
from hexascope.kit.visible import cut, visible
from hexascope.store.contract import Archive, Kept, Memories
from hexascope.words import render

MOST_CONCLUSIONS_AT_ONCE = 3
"""Conclusions of one specialist that one examination leaves behind: its first, the gravest."""


def recall(memories: Memories, host_id: str, at: float) -> Memory:
    """Give what is remembered of a host that is looked at now (seconds since 1970)."""
    return replace(memories.memory(host_id), minute=minute_of_day(at))


def minute_of_day(at: float) -> int | None:
    """Give the minute of the day as this host's clocks show it; None beyond the calendar.

    >>> minute_of_day(1e30) is None
    True
    """
    hour, _, rest = local(at).partition(" ")[2].partition(":")
    minute = rest.partition(":")[0]
    return int(hour) * 60 + int(minute) if hour.isdecimal() and minute.isdecimal() else None


def remember(memories: Memories, made: Examination) -> None:
    """Keep of an examination that was kept: values, conclusions, and what was proposed."""
    memories.refresh(made.host.id)
    concluded = list(_conclusions(made))
    if concluded:
        memories.conclude(made.host.id, concluded)
    known = {_folded(one.words) for one in memories.memory(made.host.id).facts}
    for fact in _proposed(made):
        if _folded(fact.words) not in known:
            known.add(_folded(fact.words))
            memories.state(made.host.id, fact)


def forget(archive: Archive, memories: Memories, id: str) -> Kept:  # noqa: A002 - the word of the domain
    """Remove a kept examination, and all that was remembered of it."""
    gone = archive.forget(id)
    memories.forget_examination(gone.host_id, gone.id)
    return gone


def _conclusions(made: Examination) -> Iterator[Conclusion]:
    counts: dict[str, int] = {}
    for one in sorted(made.opinions, key=lambda each: -each.severity):
        counts[one.role] = counts.get(one.role, 0) + 1
        if counts[one.role] <= MOST_CONCLUSIONS_AT_ONCE and not one.stands_in:
            yield Conclusion(
                role=one.role,
                item=one.item,
                words=cut(visible(_words(made, one)), LONGEST_WORDS),
                examination=made.id,
                time=made.time,
            )


def _proposed(made: Examination) -> Iterator[Fact]:
    """Give what specialists propose to remember: it counts for nothing until a user confirms it."""
    for role, words in made.panel.proposed if made.panel else ():
        yield Fact(
            id=sha256(f"{made.id} {role} {words}".encode(errors="replace")).hexdigest()[:8],
            words=cut(" ".join(visible(words).split()), LONGEST_WORDS),
            standing=Standing.PROPOSED,
            by=role,
            time=made.time,
            examination=made.id,
        )


def _folded(words: str) -> str:
    return " ".join(words.lower().split())


def _words(made: Examination, one: Opinion) -> str:
    title = next((render(each.title) for each in made.findings if each.id == one.item), one.item)
    return f"{one.stance.value}: {title}: {render(one.advice)}"

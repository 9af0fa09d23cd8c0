"""The rules of memory: how many facts and conclusions stay, which give way, how they are told."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from hexascope.domain.errors import BadInput
from hexascope.domain.memory import (
    LONGEST_SUBJECT,
    LONGEST_WORDS,
    Conclusion,
    Fact,
    Standing,
    hours,
)
from hexascope.domain.use import Resource
from hexascope.kit.visible import cut

MOST_FACTS = 100
"""Facts of one host, confirmed and proposed together."""

MOST_PROPOSED = 20
"""Of these, proposed by the panel: the oldest gives way."""

MOST_CONCLUSIONS = 20
"""Conclusions that one specialist remembers."""

MOST_ROLES = 30


def with_fact(known: Iterable[Fact], fact: Fact) -> list[Fact]:
    """Put a fact to those that are known; BadInput where there are too many."""
    kept = [one for one in known if one.id != fact.id]
    if fact.standing is Standing.PROPOSED:
        proposed = [one for one in kept if one.standing is Standing.PROPOSED]
        gone = {one.id for one in proposed[: max(0, len(proposed) - MOST_PROPOSED + 1)]}
        kept = [one for one in kept if one.id not in gone]
    if len(kept) >= MOST_FACTS:
        raise BadInput(
            f"{MOST_FACTS} facts are known of this host, and more are not kept:"
            " forget one by `hexascope memory forget`"
        )
    return [*kept, fact]


def fact_of(known: Iterable[Fact], id: str) -> Fact:  # noqa: A002 - the word of the domain
    """Give the fact with an id, or the one whose id begins so; BadInput names the known ones."""
    fits = [one for one in known if id and one.id.startswith(id)]
    if len(fits) == 1:
        return fits[0]
    if fits:
        raise BadInput(f"{id!r} fits {len(fits)} facts: give more of the id")
    names = ", ".join(one.id for one in known) or "none yet"
    raise BadInput(f"no fact of this host has the id {id[:40]!r}; there are: {names}")


def proposed_by(one: Fact, examination: str) -> bool:
    """Say whether an examination brought a fact about that nobody has confirmed since."""
    return one.examination == examination and one.standing is Standing.PROPOSED


def fact_read(one: Mapping[str, Any]) -> Fact:
    """Read a fact; KeyError, TypeError, ValueError or AttributeError for what is none."""
    return Fact(
        id=str(one["id"])[:40],
        words=cut(str(one["words"]), LONGEST_WORDS),
        standing=Standing(one["standing"]),
        by=str(one["by"])[:80],
        time=str(one["time"])[:40],
        resource=Resource(one["resource"]) if one["resource"] else None,
        hours=hours(one["hours"]) if one["hours"] else None,
        subject=str(one["subject"])[:LONGEST_SUBJECT],
        examination=str(one["examination"])[:40],
    )


def fact_told(one: Fact) -> dict[str, Any]:
    """Write a fact as plain values."""
    return {**asdict(one), "hours": str(one.hours) if one.hours else ""}


def latest(known: Iterable[Conclusion]) -> list[Conclusion]:
    """Leave of each specialist the latest, in their order."""
    kept: list[Conclusion] = []
    counts: dict[str, int] = {}
    for one in reversed(list(known)):
        counts[one.role] = counts.get(one.role, 0) + 1
        if counts[one.role] <= MOST_CONCLUSIONS and len(counts) <= MOST_ROLES:
            kept.append(one)
    return kept[::-1]

"""Computed values: they prove what is said of them, and nothing that is said of what was measured.

A model's program may print any number under any name. So it counts only where its own key is
named, is shown as computed, and may be said only of those whose evidence it was computed from.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hexascope.domain.case import Case
from hexascope.domain.errand import COMPUTED, ComputedFrom
from hexascope.domain.evidence import Evidence
from hexascope.domain.use import Resource


@dataclass(frozen=True, slots=True)
class Owned:
    """Whom a computed value may be spoken of with: names and resources of what it rests on."""

    names: frozenset[str]
    resources: frozenset[Resource]


NOBODYS = Owned(frozenset(), frozenset())
"""Of a value whose origin is not known nobody may be spoken."""


def is_computed(piece: Evidence) -> bool:
    """Say whether a piece of evidence was computed by a model's program."""
    return piece.family == COMPUTED


def names_computed(key: str) -> bool:
    """Say whether a key is that of a computed value."""
    return key.partition("{")[0] == COMPUTED


def owned(
    case: Case, names: Mapping[str, frozenset[str]], pieces: Mapping[str, Evidence]
) -> dict[str, Owned]:
    """Give for each computed value of a case whose it is; `names` are those of each evidence."""
    found: dict[str, Owned] = {}
    for row in case.rows(ComputedFrom):
        of = [key for key in row.of if key in pieces]
        resources = {pieces[key].resource for key in of}
        found[row.key] = Owned(
            frozenset(name for key in of for name in names.get(key, frozenset())),
            frozenset(one for one in resources if one is not None),
        )
    return found


def mixed(keys: Iterable[str]) -> bool:
    """Say whether computed and measured evidence are named together."""
    return len({names_computed(key) for key in keys}) > 1


def only_computed(keys: Iterable[str]) -> bool:
    """Say whether some keys are there, and all of computed values."""
    kinds = {names_computed(key) for key in keys}
    return kinds == {True}


def said_of_others(
    keys: Iterable[str],
    names: Iterable[str],
    subjects: frozenset[Resource],
    known: Mapping[str, Owned],
) -> str:
    """Say of whom a sentence speaks that its computed values are not of; '' where of nobody."""
    placed = [known.get(key, NOBODYS) for key in keys if names_computed(key)]
    if not placed:
        return ""
    allowed = frozenset(name for one in placed for name in one.names)
    stranger = next((name for name in names if name not in allowed), "")
    if stranger:
        return stranger
    resources = frozenset(each for one in placed for each in one.resources)
    return next((one.value for one in sorted(subjects - resources)), "")

"""A case: everything that checks and the panel may speak of."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from hexascope.domain.evidence import Evidence
from hexascope.domain.examination import Cell, Unjudged
from hexascope.domain.facts import Facts
from hexascope.domain.families import families
from hexascope.domain.finding import Finding
from hexascope.domain.goals import Goals
from hexascope.domain.host import HostFacts
from hexascope.domain.memory import Memory
from hexascope.domain.snapshot import Missing, Window
from hexascope.domain.use import Status

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One host, what was seen of it, and what the user wants.

    `of`, `one`, `number` and `rows` look into the derived facts first and fall back to the raw
    readings and rows of the last look, so a check need not know how a thing came about. Findings,
    coverage and what is unjudged are there once the checks have spoken: the panel sees them.
    `offers` gives for each probe that a panel may ask for the names of whom it could be run on;
    `wants` names families or keys of evidence that users' own specialists want to see.
    """

    host: HostFacts
    window: Window
    facts: Facts
    findings: tuple[Finding, ...] = ()
    goals: Goals = field(default_factory=Goals)
    coverage: tuple[Cell, ...] = ()
    unjudged: tuple[Unjudged, ...] = ()
    offers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    wants: tuple[str, ...] = ()

    def of(self, family: str) -> Iterator[Evidence]:
        """Give all instances of a family, derived or as read in the last look."""
        if family in self.facts.evidence:
            yield from self.facts.of(family)
            return
        row = families().get(family)
        for reading in self.window.last.of(family):
            yield Evidence(
                family=family,
                labels=reading.labels,
                value=reading.value,
                unit=families()[family].unit,
                source=reading.source,
                resource=row.resource if row else None,
                aspect=row.aspect if row else None,
            )

    def one(self, family: str, **labels: str) -> Evidence | None:
        """Give one instance of a family, or None where it is missing."""
        wanted = tuple(sorted(labels.items()))
        if family in self.facts.evidence:
            return self.facts.one(family, **labels)
        return next((piece for piece in self.of(family) if piece.labels == wanted), None)

    def number(self, family: str, **labels: str) -> float | None:
        """Give one instance's number, or None where it is missing."""
        found = self.one(family, **labels)
        return None if found is None or isinstance(found.value, str) else found.value

    def rows(self, kind: type[R]) -> tuple[R, ...]:
        """Give the rows of one table, derived or as read in the last look."""
        return self.facts.rows(kind) or self.window.last.rows(kind)

    def has(self, family: str) -> bool:
        """Say whether there is at least one instance of a family."""
        return next(self.of(family), None) is not None

    def why_missing(self, family: str) -> Missing:
        """Give why a family has no instance: its own reason, or that of what it is made from."""
        named = self.facts.missing.get(family) or self.window.why_missing(family)
        if named is not None:
            return named
        row = families().get(family)
        for raw in row.made_from if row else ():
            if next(self.of(raw), None) is None:
                return self.why_missing(raw)
        if row is not None and row.made_from:
            return Missing(
                family, Status.NOT_PRESENT, "it did not occur or was reset in the window"
            )
        return Missing(family, Status.NOT_PRESENT, "no collector saw it on this host")

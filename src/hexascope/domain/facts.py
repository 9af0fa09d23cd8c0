"""Facts: evidence by family and rows by type, gathered once and then only read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, cast

from hexascope.domain.evidence import Evidence, Labels, labels_of
from hexascope.domain.snapshot import Missing

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Facts:
    """What was derived so far: pieces of evidence, rows, and why others are missing."""

    evidence: Mapping[str, Mapping[Labels, Evidence]] = field(default_factory=dict)
    tables: Mapping[type, tuple[object, ...]] = field(default_factory=dict)
    missing: Mapping[str, Missing] = field(default_factory=dict)

    def of(self, family: str) -> Iterator[Evidence]:
        """Give all instances of a family."""
        yield from self.evidence.get(family, {}).values()

    def one(self, family: str, **labels: str) -> Evidence | None:
        """Give one instance, or None where it is missing."""
        return self.evidence.get(family, {}).get(labels_of(labels))

    def number(self, family: str, **labels: str) -> float | None:
        """Give one instance's number, or None."""
        found = self.one(family, **labels)
        return None if found is None else found.number

    def rows(self, kind: type[R]) -> tuple[R, ...]:
        """Give the rows of one table."""
        # tables are keyed by the type of their rows: a check of each would cost 50 ms a look
        return cast("tuple[R, ...]", self.tables.get(kind, ()))

    def with_more(self, items: Iterable[object]) -> "Facts":
        """Give these facts and more: Evidence, Missing, or rows of any type."""
        evidence = {family: dict(by_labels) for family, by_labels in self.evidence.items()}
        rows: dict[type, list[object]] = {}
        missing = dict(self.missing)
        for item in items:
            if isinstance(item, Evidence):
                evidence.setdefault(item.family, {})[item.labels] = item
            elif isinstance(item, Missing):
                missing[item.name] = item
            else:
                rows.setdefault(type(item), []).append(item)
        tables = {**self.tables}
        for kind, more in rows.items():
            tables[kind] = (*tables.get(kind, ()), *more)
        return Facts(evidence, tables, missing)

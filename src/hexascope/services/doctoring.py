"""What can be measured on this host: each collector tried once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hexascope.collect.contract import Collector, Looks, Plan
from hexascope.collect.look import look
from hexascope.domain.snapshot import Missing
from hexascope.domain.use import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one collector saw: how many readings and rows, and what is missing with the reason."""

    collector: str
    readings: int
    rows: int
    missing: tuple[Missing, ...]

    @property
    def gained_by_root(self) -> int:
        """Count what only a privilege stands in the way of."""
        return sum(one.status is Status.NO_PERMISSION for one in self.missing)


def seen_here(host: Looks, collectors: Mapping[str, Collector]) -> Iterator[Seen]:
    """Take one full look, collector by collector."""
    first = next(iter(host.looks(Plan())))
    for name, one in collectors.items():
        seen = look(first, {name: one})
        yield Seen(
            collector=name,
            readings=sum(len(by_labels) for by_labels in seen.readings.values()),
            rows=sum(len(rows) for rows in seen.tables.values()),
            missing=tuple(seen.missing.values()),
        )

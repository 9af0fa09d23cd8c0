"""What can be measured on this host, each collector tried once; and how code is held back here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from hexascope.collect.contract import Collector, Looks, Plan
from hexascope.collect.look import look
from hexascope.domain.snapshot import Missing
from hexascope.domain.text import Text, text
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wall:
    """How far code that nobody has read is held back here: by what, and why not by more."""

    level: int
    told: Text
    stronger: tuple[tuple[str, Text], ...]


def wall_here() -> Wall:
    """Find the strongest sandbox that works here, by hostile acts run in each (about 0.1 s)."""
    from hexascope.sandbox.chain import best
    from hexascope.sandbox.contract import HIGHEST

    executor, stronger = best()
    told = text("level 0: code that a model writes is refused here")
    if executor is not None:
        told = text(
            "level {level:count} of {highest:count}: {name}",
            level=int(executor.level),
            highest=int(HIGHEST),
            name=executor.name,
        )
    reasons = ((one.executor.name, one.why_not) for one in stronger)
    return Wall(
        level=0 if executor is None else int(executor.level),
        told=told,
        stronger=tuple((name, why) for name, why in reasons if why is not None),
    )

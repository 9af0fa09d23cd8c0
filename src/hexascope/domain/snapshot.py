"""A look at a host and a window of looks: readings, rows, and why others are missing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar, cast

from hexascope.domain.evidence import Labels, labels_of
from hexascope.domain.use import Status

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of a declared family, and the file or call it came from."""

    family: str
    labels: Labels
    value: float | str
    source: str


@dataclass(frozen=True, slots=True)
class Missing:
    """Why a family (or a named source) has no value."""

    name: str
    status: Status
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """All readings of one full look.

    `at` is the monotonic clock in seconds, `time` the wall clock in seconds since 1970.
    `rows` are named tuples by their type: processes, threads, sockets, mounts, control groups.
    `times` says for each family when its collector began to read, which is what rates are made of.
    `cost` is the CPU time in seconds of each collector.
    """

    at: float
    time: float
    readings: Mapping[str, Mapping[Labels, Reading]]
    tables: Mapping[type, tuple[object, ...]] = field(default_factory=dict)
    missing: Mapping[str, Missing] = field(default_factory=dict)
    times: Mapping[str, float] = field(default_factory=dict)
    cost: Mapping[str, float] = field(default_factory=dict)

    def of(self, family: str) -> Iterator[Reading]:
        """Give all instances of a family."""
        yield from self.readings.get(family, {}).values()

    def reading(self, family: str, **labels: str) -> Reading | None:
        """Give one instance, or None where it is missing."""
        return self.readings.get(family, {}).get(labels_of(labels))

    def number(self, family: str, **labels: str) -> float | None:
        """Give one instance's number, or None where it is missing or a text."""
        reading = self.reading(family, **labels)
        if reading is None or isinstance(reading.value, str):
            return None
        return reading.value

    def rows(self, kind: type[R]) -> tuple[R, ...]:
        """Give the rows of one table."""
        # tables are keyed by the type of their rows: a check of each would cost 50 ms a look
        return cast("tuple[R, ...]", self.tables.get(kind, ()))

    def seconds_at(self, family: str) -> float:
        """Give when a family was read, on the monotonic clock."""
        return self.times.get(family, self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulse:
    """A light look: a few dozen counters, and sometimes the states of all processes.

    `numbers` are by family and labels as in a Snapshot; `tables` hold what was sampled.
    """

    at: float
    numbers: Mapping[str, Mapping[Labels, float]]
    tables: Mapping[type, tuple[object, ...]] = field(default_factory=dict)

    def rows(self, kind: type[R]) -> tuple[R, ...]:
        """Give the rows of one sampled table."""
        # tables are keyed by the type of their rows: a check of each would cost 50 ms a look
        return cast("tuple[R, ...]", self.tables.get(kind, ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Two full looks and the light ones between them: what rates are made from."""

    first: Snapshot
    last: Snapshot
    pulses: tuple[Pulse, ...] = ()

    @property
    def seconds(self) -> float:
        """Give the length on the monotonic clock."""
        return self.last.at - self.first.at

    def seconds_of(self, family: str) -> float:
        """Give the time between the two readings of a family."""
        return self.last.seconds_at(family) - self.first.seconds_at(family)

    def growth(self, family: str, **labels: str) -> float | None:
        """Give by how much a counter grew; None where it is missing or was reset meanwhile."""
        before = self.first.number(family, **labels)
        after = self.last.number(family, **labels)
        if before is None or after is None or after < before:
            return None
        return after - before

    def rate(self, family: str, **labels: str) -> float | None:
        """Give a counter's growth a second; None as for `growth`, or in no time at all."""
        growth, seconds = self.growth(family, **labels), self.seconds_of(family)
        if growth is None or seconds <= 0:
            return None
        return growth / seconds

    def series(self, family: str, **labels: str) -> tuple[tuple[float, float], ...]:
        """Give (seconds since the first look, value) of what the light looks and the ends saw."""
        wanted = labels_of(labels)
        points = [(self.first.seconds_at(family), self.first.number(family, **labels))]
        points += [(pulse.at, pulse.numbers.get(family, {}).get(wanted)) for pulse in self.pulses]
        points += [(self.last.seconds_at(family), self.last.number(family, **labels))]
        return tuple((at - self.first.at, value) for at, value in points if value is not None)

    def rates(self, family: str, **labels: str) -> tuple[tuple[float, float], ...]:
        """Give the series of a counter as rates between neighbours; a reset leaves a gap."""
        points = self.series(family, **labels)
        return tuple(
            (late, (after - before) / (late - early))
            for (early, before), (late, after) in pairwise(points)
            if late > early and after >= before
        )

    def why_missing(self, name: str) -> Missing | None:
        """Give why a family or source is missing, if a collector said so."""
        return self.last.missing.get(name) or self.first.missing.get(name)

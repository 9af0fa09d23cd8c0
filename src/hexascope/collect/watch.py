"""Repeated looks → Window: full ones at the ends, light ones between."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from hexascope.collect.contract import Collector, Look, LookKind
from hexascope.collect.look import glance, look
from hexascope.domain.snapshot import Pulse, Snapshot, Window
from hexascope.kit.clock import cpu_seconds

LIGHT_SHARE = 0.04
"""CPU share that one collector's light looks may take; who costs more is asked less often."""

LATEST = 0.3
"""How much the latest cost of a collector counts in what it usually costs."""

Progress = Callable[[Look], None]


def watch(
    looks: Iterable[Look],
    collectors: Mapping[str, Collector],
    progress: Progress = lambda _: None,
) -> Window:
    """Take each look when it comes; the first and the last full look are the window's ends.

    A recording with a single full look gives a window of length 0: gauges only, no rates.
    """
    full: list[Snapshot] = []
    pulses: list[Pulse] = []
    light = _Light(collectors)
    begun: Look | None = None
    later: dict[str, Collector] = {}
    for one in looks:
        progress(one)
        if one.kind is LookKind.LIGHT:
            pulses.append(light.take(one))
        elif full:
            full.append(look(one, collectors))
        else:
            begun, later = one, _once(one, collectors)
            full.append(look(one, _but(collectors, later)))
    if begun is None:
        raise ValueError("a window needs at least one full look")
    if len(full) == 1:  # the first is the last as well
        full[0] = _joined(full[0], look(begun, later))
    cost = dict(full[-1].cost)
    for earlier in full[:-1]:
        for name, spent in earlier.cost.items():
            cost[name] = cost.get(name, 0.0) + spent
    for name, spent in light.cost.items():
        cost[name] = cost.get(name, 0.0) + spent
    return Window(first=full[0], last=replace(full[-1], cost=cost), pulses=tuple(pulses))


def _once(first: Look, collectors: Mapping[str, Collector]) -> dict[str, Collector]:
    """Give what may wait for the last full look, unless a recording has it in the first."""
    ran = first.ran or frozenset()
    return {name: one for name, one in collectors.items() if one.once and name not in ran}


def _but(
    collectors: Mapping[str, Collector], later: Mapping[str, Collector]
) -> dict[str, Collector]:
    return {name: one for name, one in collectors.items() if name not in later}


def _joined(one: Snapshot, other: Snapshot) -> Snapshot:
    return replace(
        one,
        readings={**one.readings, **other.readings},
        tables={**one.tables, **other.tables},
        missing={**one.missing, **other.missing},
        times={**one.times, **other.times},
        cost={**one.cost, **other.cost},
    )


class _Light:
    """Decides which collectors are due in a light look, by their interval and their cost."""

    def __init__(self, collectors: Mapping[str, Collector]) -> None:
        self.collectors = {name: one for name, one in collectors.items() if one.light}
        self.interval = {name: one.light_every_seconds for name, one in self.collectors.items()}
        self.last: dict[str, float] = {}
        self.usual: dict[str, float] = {}
        self.cost: dict[str, float] = {}

    def take(self, at: Look) -> Pulse:
        numbers: dict[str, Mapping[tuple[tuple[str, str], ...], float]] = {}
        tables: dict[type, tuple[object, ...]] = {}
        for name in self._due(at):
            before = cpu_seconds()
            pulse = glance(at, self.collectors, (name,))
            spent = cpu_seconds() - before
            self.cost[name] = self.cost.get(name, 0.0) + spent
            if at.ran is None:
                self._slow(name, spent)
            self.last[name] = at.at
            numbers.update(pulse.numbers)
            for kind, rows in pulse.tables.items():
                tables[kind] = (*tables.get(kind, ()), *rows)
        return Pulse(at=at.at, numbers=numbers, tables=tables)

    def _slow(self, name: str, spent: float) -> None:
        """Ask less often who costs too much: once is not often, and what is dear may get cheap."""
        usual = self.usual.get(name, spent)
        self.usual[name] = usual = usual + (spent - usual) * LATEST
        self.interval[name] = max(self.collectors[name].light_every_seconds, usual / LIGHT_SHARE)

    def _due(self, at: Look) -> list[str]:
        if at.ran is not None:
            return [name for name in self.collectors if name in at.ran]
        wanted = self.interval if at.only is None else at.only & self.interval.keys()
        return [
            name
            for name, interval in self.interval.items()
            if name in wanted
            # half a step of slack, or a light look that comes 1 ms early would be skipped
            and at.at - self.last.get(name, -1e9) >= interval * 0.95
        ]

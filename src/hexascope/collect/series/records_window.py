"""Records of intervals → a window like one of looks.

An archive knows rates of intervals and values at their ends. Rates become counters that begin at
zero with the window, so that the same derivers make the same rates of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from hexascope.collect.collectors.block_devices import kind_of
from hexascope.collect.collectors.interfaces import COUNTERS
from hexascope.collect.series.records import HERE, ROW, TRAFFIC, Key, Run, traffic
from hexascope.domain.evidence import Labels
from hexascope.domain.rows import BlockDevice, Interface, Mount, Namespace
from hexascope.domain.snapshot import Pulse, Reading, Snapshot, Window

MOST_PULSES = 240


def window_of(run: Run, keeper: str, words: Mapping[str, str]) -> Window:
    """Make a window of a run; `words` are facts of the host by family."""
    steady = frozenset.intersection(*(frozenset(one.growths) for one in run.records))
    totals = dict.fromkeys(steady, 0.0)
    begun = run.records[0].began
    gauges = run.before.gauges if run.before else {}
    first = _snapshot(begun, totals, gauges, (), keeper)
    between: list[Pulse] = []
    for one in run.records:
        for key in steady:
            totals[key] += one.growths[key]
        between.append(_pulse(one.at, totals, one.gauges))
    last = _snapshot(
        run.records[-1].at, totals, run.records[-1].gauges, run.records[-1].mounts, keeper
    )
    facts: dict[str, Mapping[Labels, Reading]] = {
        family: {(): Reading(family, (), word, keeper)} for family, word in words.items()
    }
    inner = between[:-1]
    step = -(-len(inner) // MOST_PULSES) or 1
    return Window(
        first=first,
        last=replace(last, readings={**last.readings, **facts}),
        pulses=tuple(inner[::step]),
    )


def _snapshot(
    at: float,
    totals: Mapping[Key, float],
    gauges: Mapping[Key, float],
    mounts: tuple[Mount, ...],
    keeper: str,
) -> Snapshot:
    readings: dict[str, dict[Labels, Reading]] = {}

    def put(family: str, labels: Labels, value: float) -> None:
        readings.setdefault(family, {})[labels] = Reading(family, labels, value, keeper)

    for (family, labels), value in (*totals.items(), *gauges.items()):
        if not family.startswith(ROW):
            put(family, labels, value)
    interfaces = tuple(_interfaces(totals))
    devices = tuple(_devices(readings))
    if interfaces:
        put("interface.count", (), float(len(interfaces)))
    if devices:
        put("disk.count", (), float(len(devices)))
        put("device.count", (), float(len(devices)))
    tables: dict[type, tuple[object, ...]] = {Interface: interfaces, BlockDevice: devices}
    if interfaces:
        tables[Namespace] = (Namespace(HERE, 0, 0, own=True),)
    if mounts:
        tables[Mount] = mounts
        for one in mounts:
            if one.available_bytes is not None:
                put(
                    "filesystem.space",
                    (("number", one.device_number),),
                    float(one.available_bytes),
                )
    return Snapshot(
        at=at,
        time=at,
        readings=readings,
        tables={kind: rows for kind, rows in tables.items() if rows},
    )


def _pulse(at: float, totals: Mapping[Key, float], gauges: Mapping[Key, float]) -> Pulse:
    numbers: dict[str, dict[Labels, float]] = {}
    for (family, labels), value in (*totals.items(), *gauges.items()):
        if not family.startswith(ROW):
            numbers.setdefault(family, {})[labels] = value
    return Pulse(at=at, numbers=numbers)


NEEDED = (*TRAFFIC, "received_errors", "sent_errors", "received_dropped", "sent_dropped")


def _interfaces(totals: Mapping[Key, float]) -> Iterator[Interface]:
    """Give the interfaces whose traffic, errors and drops are all known: unknown is not zero."""
    names = sorted(
        {dict(labels)["interface"] for family, labels in totals if family.startswith("interface.")}
    )
    for name in names:
        if any(traffic(name, column) not in totals for column in NEEDED):
            continue
        counts = {column: round(totals.get(traffic(name, column), 0.0)) for column in COUNTERS}
        bare = Interface(namespace=HERE, name=name, kind="loopback" if name == "lo" else "")
        yield _counted(bare, counts)


def _counted(row: Interface, counts: dict[str, Any]) -> Interface:
    return row._replace(**counts)


def _devices(readings: Mapping[str, Mapping[Labels, Reading]]) -> Iterator[BlockDevice]:
    """Give the devices that have counters; those that stand upon others only by their kind."""
    for labels in sorted(readings.get("disk.busy_time", {})):
        name = dict(labels)["device"]
        kind = kind_of(name)
        yield BlockDevice(name, name, kind, slaves=("",) if kind in ("mapper", "raid") else ())

"""One look with every collector."""

from collections.abc import Iterable, Mapping

from hexascope.collect.contract import Collector, Gather, HostFiles, Look, NotHere
from hexascope.domain.evidence import LONGEST_TEXT, Labels
from hexascope.domain.snapshot import Missing, Pulse, Reading, Snapshot
from hexascope.domain.use import Status
from hexascope.kit.clock import cpu_seconds

NONSENSE = (ValueError, LookupError, ArithmeticError, TypeError, AttributeError)
"""What a parser raises on a truncated or nonsensical file: a reason for 'unreadable', no crash."""

MOST_NUMBER = 1e24
"""No number of a host is larger: 64 bits counted in KiB are 2e22 bytes. NaN fails the test too."""


class _Basket:
    """Gathers what collectors yield."""

    def __init__(self) -> None:
        self.readings: dict[str, dict[Labels, Reading]] = {}
        self.tables: dict[type, list[object]] = {}
        self.missing: dict[str, Missing] = {}

    def put(self, items: Iterable[object]) -> bool:
        """Take what comes; say whether anything came."""
        came = False
        for item in items:
            came = True
            if isinstance(item, Reading):
                if isinstance(item.value, str):
                    if len(item.value) > LONGEST_TEXT:
                        item = Reading(  # noqa: PLW2901 - the same reading, cut
                            item.family, item.labels, item.value[:LONGEST_TEXT], item.source
                        )
                elif not -MOST_NUMBER <= item.value <= MOST_NUMBER:
                    self.missing[item.family] = _senseless(item)
                    continue
                self.readings.setdefault(item.family, {})[item.labels] = item
            elif isinstance(item, Missing):
                self.missing[item.name] = item
            else:
                self.tables.setdefault(type(item), []).append(item)
        return came

    def frozen_tables(self) -> dict[type, tuple[object, ...]]:
        return {kind: tuple(rows) for kind, rows in self.tables.items()}


def _senseless(reading: Reading) -> Missing:
    reason = f"{reading.source}: it holds a number that can't be"
    return Missing(reading.family, Status.UNREADABLE, reason[:LONGEST_TEXT])


def look(at: Look, collectors: Mapping[str, Collector]) -> Snapshot:
    """Run all collectors once; who finds nothing leaves a reason for each family it would give."""
    basket = _Basket()
    times: dict[str, float] = {}
    cost: dict[str, float] = {}
    for one in collectors.values():
        before = cpu_seconds()
        began = at.files.clock(one.name)
        times.update(dict.fromkeys(one.gives, began))
        gone = _gather(one.name, one.gather, at.files, basket)
        if gone is not None:
            for family in one.gives:
                if family not in basket.readings:
                    basket.missing.setdefault(family, Missing(family, gone.status, gone.reason))
        cost[one.name] = cpu_seconds() - before
    return Snapshot(
        at=at.at,
        time=at.time,
        readings=basket.readings,
        tables=basket.frozen_tables(),
        missing=basket.missing,
        times=times,
        cost=cost,
    )


def glance(at: Look, collectors: Mapping[str, Collector], due: Iterable[str]) -> Pulse:
    """Run the light part of the collectors that are due."""
    basket = _Basket()
    for name in due:
        one = collectors[name]
        if one.light is not None:
            at.files.clock(name)
            _gather(name, one.light, at.files, basket)
    return Pulse(
        at=at.at,
        numbers={
            family: {
                labels: reading.value
                for labels, reading in by_labels.items()
                if not isinstance(reading.value, str)
            }
            for family, by_labels in basket.readings.items()
        },
        tables=basket.frozen_tables(),
    )


def _gather(name: str, gather: Gather, files: HostFiles, basket: _Basket) -> Missing | None:
    """Run one collector; give why it stopped, or None when it came to its end."""
    try:
        came = basket.put(gather(files))
    except NotHere as reason:
        return Missing(name, reason.status, reason.reason)
    except NONSENSE as error:
        told = f"{type(error).__name__}: {error}"[:LONGEST_TEXT]
        return Missing(name, Status.UNREADABLE, f"what was read made no sense ({told})")
    # an empty file is no answer: who says nothing at all has not measured zero
    return None if came else Missing(name, Status.UNREADABLE, "what was read was empty")

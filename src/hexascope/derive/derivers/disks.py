"""Disks: counters of two looks → utilization, queue, waits and rates of each device."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from statistics import fmean, pstdev

from hexascope.derive.contract import deriver
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.rows import BlockDevice
from hexascope.domain.snapshot import Window

SOURCE = "/proc/diskstats"
STEP_SECONDS = 0.5
LEAST_STEPS = 6
"""Steps from which on it can be said that a rate is flat; the first and the last don't count."""

Series = tuple[tuple[float, float], ...]


@deriver()
def disks(window: Window, _so_far: Facts) -> Iterator[Evidence]:
    """Give for each device how busy it was, how many requests it held and how long they took.

    The kernel counts a device as busy while it has any request, so a device that serves many at
    once may be 'fully busy' and have room: the queue and the waits tell. Devices that did nothing
    get a utilization and a queue of zero where requests end there, and nothing else.
    """
    above = {one.name for one in window.last.rows(BlockDevice) if not one.is_leaf}
    for reading in window.last.of("disk.busy_time"):
        [(_, device)] = reading.labels
        of = _Device(window, device)
        if of.is_active() or device not in above:
            yield from of.use()
        if of.is_active() and not of.tells_ways():
            yield from of.waits_of_all()
        elif of.is_active():
            yield from of.waits()
            yield from of.rates()
        errors = window.growth("disk.error_count", device=device)
        if errors is not None:
            yield of.told("disk.errors", errors)


class _Device:
    """One device over the window."""

    def __init__(self, window: Window, device: str) -> None:
        self._window = window
        self._device = device
        self._seconds = window.seconds_of("disk.busy_time")
        self._reads = self._growth("disk.reads")
        self._writes = self._growth("disk.writes")
        self._flushes = self._growth("disk.flushes")
        self._queue_time = self._growth("disk.queue_time")

    def _growth(self, family: str) -> float:
        return self._window.growth(family, device=self._device) or 0.0

    def told(self, family: str, value: float, series: Series = ()) -> Evidence:
        return evidence(
            family,
            value,
            source=SOURCE,
            window_s=self._seconds,
            series=series,
            device=self._device,
        )

    def is_active(self) -> bool:
        """Say whether it did or held anything in the window."""
        if self._seconds <= 0:
            return False
        return self._reads + self._writes + self._flushes + self._queue_time > 0

    def use(self) -> Iterator[Evidence]:
        busy = self._window.rate("disk.busy_time", device=self._device)
        queue = self._window.rate("disk.queue_time", device=self._device)
        if busy is not None:
            series = self._window.rates("disk.busy_time", device=self._device)
            yield self.told(
                "disk.utilization", min(busy, 1.0), tuple((at, min(one, 1.0)) for at, one in series)
            )
        if queue is not None:
            series = self._window.rates("disk.queue_time", device=self._device)
            yield self.told("disk.queue", queue, series)
        held = self._window.series("disk.in_flight", device=self._device)
        if held:
            yield self.told("disk.most_in_flight", max(value for _, value in held), held)

    def tells_ways(self) -> bool:
        """Say whether reads and writes are told apart: archives may know their sum only."""
        return self._window.last.number("disk.reads", device=self._device) is not None

    def waits_of_all(self) -> Iterator[Evidence]:
        """Give what is known without telling reads from writes."""
        requests, took = self._growth("disk.transfers"), self._growth("disk.transfer_time")
        if requests > 0:
            times = dict(self._window.series("disk.transfer_time", device=self._device))
            counts = dict(self._window.series("disk.transfers", device=self._device))
            yield self.told("disk.await", took / requests, _quotients(times, counts))
            yield self.told("disk.request_rate", requests / self._seconds)

    def waits(self) -> Iterator[Evidence]:
        read, write = self._growth("disk.read_time"), self._growth("disk.write_time")
        requests = self._reads + self._writes
        yield self.told("disk.requests", requests)
        if requests > 0:
            yield self.told("disk.await", (read + write) / requests, self._waits_between())
        for family, time, count in (
            ("disk.read_await", read, self._reads),
            ("disk.write_await", write, self._writes),
            ("disk.flush_await", self._growth("disk.flush_time"), self._flushes),
        ):
            if count > 0:
                yield self.told(family, time / count)

    def _waits_between(self) -> Series:
        """Give what a request took on average between the looks that saw any completed."""
        times = dict(self._totals(("disk.read_time", "disk.write_time")))
        counts = dict(self._totals(("disk.reads", "disk.writes")))
        return _quotients(times, counts)

    def rates(self) -> Iterator[Evidence]:
        read, written = self._growth("disk.read_bytes"), self._growth("disk.written_bytes")
        requests = self._reads + self._writes
        for family, amount in (
            ("disk.read_rate", self._reads),
            ("disk.write_rate", self._writes),
            ("disk.read_bandwidth", read),
            ("disk.write_bandwidth", written),
            ("disk.flush_rate", self._flushes),
        ):
            yield self.told(family, amount / self._seconds)
        if requests > 0:
            yield self.told("disk.request_size", (read + written) / requests)
        yield from self._both("requests", "disk.request_rate", ("disk.reads", "disk.writes"))
        yield from self._both("bytes", "disk.bandwidth", ("disk.read_bytes", "disk.written_bytes"))

    def _both(self, kind: str, family: str, counters: tuple[str, str]) -> Iterator[Evidence]:
        """Give the rate of reads and writes together, and how far it strayed from its mean."""
        totals = self._totals(counters)
        rates = tuple(
            (late, (after - before) / (late - early))
            for (early, before), (late, after) in pairwise(totals)
            if late > early and after >= before
        )
        amount = sum(self._growth(one) for one in counters)
        yield self.told(family, amount / self._seconds, rates)
        steps = _steps(totals)[1:-1]
        if len(steps) >= LEAST_STEPS - 2 and fmean(steps) > 0:
            yield evidence(
                "disk.steadiness",
                pstdev(steps) / fmean(steps),
                source=SOURCE,
                window_s=self._seconds,
                device=self._device,
                kind=kind,
            )

    def _totals(self, counters: tuple[str, str]) -> Series:
        """Give the sum of two counters at each look that saw both."""
        one, other = (dict(self._window.series(name, device=self._device)) for name in counters)
        return tuple((at, one[at] + other[at]) for at in sorted(one.keys() & other.keys()))


def _quotients(times: Mapping[float, float], counts: Mapping[float, float]) -> Series:
    """Give what one took on average between the looks that saw any completed."""
    return tuple(
        (late, (times[late] - times[early]) / (counts[late] - counts[early]))
        for early, late in pairwise(sorted(times.keys() & counts.keys()))
        if counts[late] > counts[early] and times[late] >= times[early]
    )


def _steps(totals: Series) -> list[float]:
    """Give the rate of each half second."""
    steps: list[float] = []
    begun: tuple[float, float] | None = None
    for at, total in totals:
        if begun is None:
            begun = (at, total)
        elif at - begun[0] >= STEP_SECONDS and total >= begun[1]:
            steps.append((total - begun[1]) / (at - begun[0]))
            begun = (at, total)
    return steps

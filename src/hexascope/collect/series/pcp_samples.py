"""What pmdumplog prints of an archive → samples → records. Nothing in it is trusted."""

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from hexascope.collect.collectors.cpu import MODES
from hexascope.collect.collectors.disks import is_whole
from hexascope.collect.series import pcp_names as names
from hexascope.collect.series.records import (
    GAP_INTERVALS,
    MOST_NUMBER,
    MOST_RECORDS,
    TOUCHING_SECONDS,
    Key,
    Record,
    traffic,
)
from hexascope.domain.rows import Mount

MOST_SERIES = 50_000
LONGEST_NAME = 128

_TIME = re.compile(
    r"^\w{3} \w{3} +\d+ \d\d:\d\d:\d\d\.(?P<part>\d{6}) \d{4} \([\d.]+\) (?P<epoch>\d{1,12}) +"
    r"(?P<what>\d+ metrics?|<mark>)"
)
_METRIC = re.compile(r"^ +[\d.]+ \((?P<name>[\w.]+)\):(?P<rest>.*)$")
_INSTANCE = re.compile(r'^ *inst \[\d+ or "(?P<inst>[^"]*)"\] value (?P<value>.+)$')
_VALUE = re.compile(r"^ *value (?P<value>.+)$")

Points = list[tuple[float, float]]


@dataclass(slots=True)
class Dumped:
    """Numbers and words by metric and instance, and when the recording was interrupted."""

    numbers: dict[tuple[str, str], Points] = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    marks: list[float] = field(default_factory=list)

    def put(self, at: float, metric: str, instance: str, value: str) -> None:
        """Take one value; what can't be one is left out."""
        key = metric, instance[:LONGEST_NAME]
        if value.startswith('"'):
            self.words[key] = value.strip('"')[:LONGEST_NAME]
            return
        number = _number(value)
        if number is None or (key not in self.numbers and len(self.numbers) >= MOST_SERIES):
            return
        points = self.numbers.setdefault(key, [])
        if not points or at > points[-1][0]:
            points.append((at, number))


def _number(word: str) -> float | None:
    try:
        number = float(word)
    except ValueError:
        return None
    return number if math.isfinite(number) and 0 <= number <= MOST_NUMBER else None


def dumped(text: str, into: Dumped) -> None:
    """Read the output of `pmdumplog -M -x -x -x`."""
    at, metric = None, ""
    for line in text.splitlines():
        if told := _TIME.match(line):
            at = int(told["epoch"]) + int(told["part"]) / 1e6
            metric = ""
            if told["what"] == "<mark>":
                into.marks.append(at)
            continue
        if at is None:
            continue
        rest = line
        if told := _METRIC.match(line):
            metric, rest = told["name"], told["rest"]
        if not metric:
            continue
        if told := _INSTANCE.match(rest):
            into.put(at, metric, told["inst"], told["value"])
        elif told := _VALUE.match(rest):
            into.put(at, metric, "", told["value"])


class _Series:
    """One series: read between its samples where it counts on, else taken as last read."""

    def __init__(self, points: Points, marks: Sequence[float]) -> None:
        self.points = points
        self.times = [at for at, _ in points]
        steps = [late - early for early, late in zip(self.times, self.times[1:], strict=False)]
        self.reach = GAP_INTERVALS * median(steps) + TOUCHING_SECONDS if steps else math.inf
        self.marks = marks

    def last(self, at: float) -> float | None:
        """Give what was read last, not longer ago than its gaps are; what is logged once stays."""
        place = bisect_right(self.times, at + TOUCHING_SECONDS) - 1
        if place < 0 or at - self.times[place] > self.reach:
            return None
        return self.points[place][1]

    def between(self, at: float) -> float | None:
        """Give the counter at a time, from the two samples around it; never across a gap."""
        place = bisect_left(self.times, at)
        if place < len(self.times) and self.times[place] == at:
            return self.points[place][1]
        if place == 0 or place == len(self.times):
            near = self.points[min(place, len(self.points) - 1)] if self.points else None
            is_near = near is not None and abs(near[0] - at) <= TOUCHING_SECONDS
            return near[1] if near is not None and is_near else None
        (early, before), (late, after) = self.points[place - 1], self.points[place]
        if late - early > self.reach or after < before or self._cut(early, late):
            return None
        return before + (after - before) * (at - early) / (late - early)

    def _cut(self, early: float, late: float) -> bool:
        return any(early <= mark <= late for mark in self.marks)


def records(data: Dumped) -> list[Record]:
    """Give one record for each sampling of the archive's CPUs (or of what else it has most of)."""
    grid = next(
        (times for name in names.GRID if (times := _times(data, name))),
        max(([at for at, _ in one] for one in data.numbers.values()), key=len, default=[]),
    )
    series = {key: _Series(points, data.marks) for key, points in data.numbers.items()}
    counters = list(_counters(series))
    gauges = list(_gauges(series))
    made: list[Record] = []
    before: dict[Key, float] = {}
    for place, at in enumerate(grid[:MOST_RECORDS]):
        totals = {
            key: value for key, one, factor in counters
            if (value := one.between(at)) is not None and (value := value * factor) >= 0
        }  # fmt: skip
        early = grid[place - 1] if place else at
        made.append(
            Record(
                at=at,
                seconds=at - early,
                growths=dict(_with_busy(_grown(before, totals))),
                gauges=dict(_with_swap(gauges, series, at)),
                mounts=tuple(_mounts(data, series, at)),
                began_anew=not place or any(early <= mark <= at for mark in data.marks),
            )
        )
        before = totals
    return made


def _times(data: Dumped, metric: str) -> list[float]:
    return next(
        ([at for at, _ in points] for (name, _), points in data.numbers.items() if name == metric),
        [],
    )


Found = tuple[Key, _Series, float]


def _counters(series: Mapping[tuple[str, str], _Series]) -> Iterator[Found]:
    yield from _matching(series, counter=True)
    for (name, instance), one in series.items():
        column = names.INTERFACE.get(name.removeprefix("network.interface."))
        if column and instance:
            yield traffic(instance, column), one, 1.0


def _gauges(series: Mapping[tuple[str, str], _Series]) -> Iterator[Found]:
    yield from _matching(series, counter=False)


def _matching(series: Mapping[tuple[str, str], _Series], *, counter: bool) -> Iterator[Found]:
    by_name: dict[str, list[tuple[str, _Series]]] = {}
    for (name, instance), one in series.items():
        by_name.setdefault(name, []).append((instance, one))
    for metric in names.METRICS:
        if metric.counter is not counter:
            continue
        for instance, one in by_name.get(metric.name, ()):
            if metric.only and instance != metric.only:
                continue
            if metric.by == "device" and not is_whole(instance):
                continue
            own = ((metric.by, instance.removeprefix("cpu")),) if metric.by == "cpu" else ()
            own = ((metric.by, instance),) if metric.by == "device" else own
            labels = tuple(sorted((*metric.labels, *own)))
            yield (metric.family, labels), one, metric.factor


def _grown(before: Mapping[Key, float], now: Mapping[Key, float]) -> dict[Key, float]:
    """Give by how much counters grew; one that fell, or was not there, is left out."""
    return {
        key: value - before[key]
        for key, value in now.items()
        if key in before and value >= before[key]
    }


def _with_busy(growths: dict[Key, float]) -> Iterator[tuple[Key, float]]:
    yield from growths.items()
    modes: dict[str, dict[str, float]] = {}
    for (family, labels), value in growths.items():
        if family == "cpu.time":
            told = dict(labels)
            modes.setdefault(told["cpu"], {})[told["mode"]] = value
    for cpu, spent in modes.items():
        if len(spent) == len(MODES):
            busy = sum(spent.values()) - spent["idle"] - spent["iowait"]
            yield ("cpu.busy_time", (("cpu", cpu),)), max(busy, 0.0)


def _with_swap(
    gauges: Iterable[Found], series: Mapping[tuple[str, str], _Series], at: float
) -> Iterator[tuple[Key, float]]:
    for key, one, factor in gauges:
        value = one.last(at)
        if value is not None:
            yield key, value * factor
    total, free = (_last_of(series, name, at) for name in names.SWAP)
    if total and free is not None:
        area = (("area", "all"),)
        yield ("swap.size", area), total * names.KIB
        yield ("swap.used", area), max(total - free, 0.0) * names.KIB


def _last_of(
    series: Mapping[tuple[str, str], _Series], metric: str, at: float, instance: str = ""
) -> float | None:
    one = series.get((metric, instance))
    return None if one is None else one.last(at)


def _mounts(data: Dumped, series: Mapping[tuple[str, str], _Series], at: float) -> Iterator[Mount]:
    for (metric, device), point in data.words.items():
        if metric != names.MOUNTED or not point.startswith("/"):
            continue
        told = {
            ours: _last_of(series, f"filesys.{theirs}", at, device)
            for theirs, ours in names.FILESYSTEM.items()
        }
        if told["size_bytes"] and told["free_bytes"] is not None:
            yield Mount(
                point,
                device,
                device,
                "",
                "rw",
                size_bytes=_whole(told["size_bytes"], names.KIB),
                free_bytes=_whole(told["free_bytes"], names.KIB),
                available_bytes=_whole(told["available_bytes"], names.KIB),
                inodes=_whole(told["inodes"]),
                inodes_free=_whole(told["inodes_free"]),
            )


def _whole(value: float | None, factor: float = 1.0) -> int | None:
    return None if value is None else round(value * factor)

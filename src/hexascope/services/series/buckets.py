"""Stretches of a series as one value a step: means, extremes, rates and percentiles."""

from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import isnan

from hexascope.domain.series import Stretch
from hexascope.store.database.series.chunks import Sums, sums_of
from hexascope.store.database.series.rollups import bounds_of

Points = list[tuple[float, float]]

SIMPLE: Mapping[str, Callable[[Sums], float]] = {
    "avg": lambda sums: sums.total / sums.count,
    "min": lambda sums: sums.least,
    "max": lambda sums: sums.most,
    "sum": lambda sums: sums.total,
    "count": lambda sums: float(sums.count),
    "last": lambda sums: sums.last,
}
PERCENTILES = {"p50": 0.50, "p90": 0.90, "p95": 0.95, "p99": 0.99}
RATE = "rate"
AGGREGATES = (*SIMPLE, RATE, *PERCENTILES)

LONGEST_GAP = 10
"""Steps of a source between two values of a counter; over a longer gap nothing is known."""

SHORTEST_GAP_S = 120.0
"""A gap that is none: two minutes of a rollup."""


def by_step(stretches: Sequence[Stretch], step: int, aggregate: str) -> Points:
    """Give (beginning, value) of each step in which something is known, but for rates."""
    if aggregate in PERCENTILES:
        return _percentiles(stretches, step, PERCENTILES[aggregate])
    value = SIMPLE[aggregate]
    return [(edge, value(sums)) for edge, sums in sorted(_sums(stretches, step).items())]


def as_measured(stretches: Sequence[Stretch]) -> Points:
    """Give the moments with their values: of rollups the means."""
    ordered = sorted(stretches, key=lambda one: one.times[0])
    points: Points = []
    for stretch in ordered:
        means = _means(stretch)
        points += zip(stretch.times.tolist(), means, strict=True)
    if isnan(sum(value for _, value in points)):
        points = [one for one in points if not isnan(one[1])]
    alone = len({one.source for one in ordered}) == 1
    if alone and all(early.times[-1] < late.times[0] for early, late in pairwise(ordered)):
        return points
    # open rows and a chunk may both tell a moment, and two senders may tell the same one
    return sorted(dict.fromkeys(points))


def _means(stretch: Stretch) -> Sequence[float]:
    if len(stretch.columns) == 1:
        return stretch.columns[0].tolist()
    _, _, total, count, _ = stretch.columns
    return [one / many if many else float("nan") for one, many in zip(total, count, strict=True)]


def _sums(stretches: Sequence[Stretch], step: int) -> dict[float, Sums]:
    found: dict[float, Sums] = {}
    for stretch in sorted(stretches, key=lambda one: one.times[0]):
        for edge, sums in _sums_of(stretch, step):
            before = found.get(edge)
            found[edge] = sums if before is None else _added(before, sums)
    return found


def _added(one: Sums, other: Sums) -> Sums:
    return Sums(
        min(one.least, other.least),
        max(one.most, other.most),
        one.total + other.total,
        one.count + other.count,
        other.last,
    )


def _sums_of(stretch: Stretch, step: int) -> Iterator[tuple[float, Sums]]:
    bounds = bounds_of(stretch.times, step)
    if len(stretch.columns) == 1:
        column = stretch.columns[0]
        for edge, low, high in bounds:
            sums = sums_of(column[low:high])
            if sums is not None:
                yield edge, sums
        return
    least, most, total, count, last = stretch.columns
    for edge, low, high in bounds:
        known = [at for at in range(low, high) if count[at] > 0]
        if known:
            yield (
                edge,
                Sums(
                    min(least[at] for at in known),
                    max(most[at] for at in known),
                    sum(total[at] for at in known),
                    int(sum(count[at] for at in known)),
                    last[known[-1]],
                ),
            )


def _percentiles(stretches: Sequence[Stretch], step: int, share: float) -> Points:
    values: dict[float, list[float]] = {}
    for stretch in stretches:
        column = _means(stretch)
        for edge, low, high in bounds_of(stretch.times, step):
            known = [value for value in column[low:high] if not isnan(value)]
            if known:
                values.setdefault(edge, []).extend(known)
    points = []
    for edge, known in sorted(values.items()):
        known.sort()
        points.append((edge, known[round(share * (len(known) - 1))]))
    return points


def rates(stretches: Sequence[Stretch], step: int, steps: Mapping[int, int]) -> Points:
    """Give what a counter grew by a second, in each step; `steps` are those of the sources.

    Growth is counted between neighbours of one boot. Where a counter fell it was set back: that
    pair is unknown, and never negative.
    """
    growth: dict[float, float] = {}
    seconds: dict[float, float] = {}
    for source, points in _of_sources(stretches).items():
        longest = max(LONGEST_GAP * steps[source], step, SHORTEST_GAP_S)
        for (early, before), (late, after) in pairwise(points):
            if late - early > longest or after < before:
                continue
            edge = (early + late) / 2 // step * step
            growth[edge] = growth.get(edge, 0.0) + after - before
            seconds[edge] = seconds.get(edge, 0.0) + late - early
    return [(edge, growth[edge] / seconds[edge]) for edge in sorted(growth) if seconds[edge] > 0]


def _of_sources(stretches: Sequence[Stretch]) -> dict[int, Points]:
    found: dict[int, dict[float, float]] = {}
    for stretch in stretches:
        points = found.setdefault(stretch.source, {})
        # a rollup's last value was measured at the end of its step
        later = stretch.resolution
        for time, value in zip(stretch.times, stretch.columns[-1], strict=True):
            if not isnan(value):
                points[time + later] = value
    return {source: sorted(points.items()) for source, points in found.items()}


def combined(lines: Sequence[Points], how: str) -> Points:
    """Give one line of many: the mean, sum, least, most or number of what is known at each step."""
    values: dict[float, array[float]] = {}
    for points in lines:
        for edge, value in points:
            values.setdefault(edge, array("d")).append(value)
    one = COMBINED[how]
    return [(edge, one(known)) for edge, known in sorted(values.items())]


COMBINED: Mapping[str, Callable[[Sequence[float]], float]] = {
    "avg": lambda known: sum(known) / len(known),
    "sum": sum,
    "min": min,
    "max": max,
    "count": lambda known: float(len(known)),
}

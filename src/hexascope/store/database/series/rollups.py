"""What a minute and an hour come to, from the columns of a chunk."""

from array import array
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from math import isnan, nan

from hexascope.store.database.series.chunks import WIDTH_OF_ROLLUPS, Chunk, Sums, sums_of

UNKNOWN = Sums(nan, nan, nan, 0, nan)


def bounds_of(times: Sequence[float], step: int) -> list[tuple[float, int, int]]:
    """Give (its beginning, first place, place after the last) of each step that has moments."""
    if not times:
        return []
    edges = []
    edge = times[0] // step * step
    while edge <= times[-1]:
        edges.append(edge)
        edge += step
    places = [bisect_left(times, edge) for edge in (*edges, edge)]
    return [
        (edge, low, high)
        for edge, (low, high) in zip(edges, pairwise(places), strict=True)
        if high > low
    ]


def rolled(chunk: Chunk, step: int) -> Chunk:
    """Roll up what was measured, to one moment (the beginning) a step."""
    bounds = bounds_of(chunk.times, step)
    sizes = {high - low for _, low, high in bounds}
    even = sizes.pop() if len(sizes) == 1 else 0
    columns = []
    for column in chunk.columns:
        columns.extend(_evenly(column, even) if even else _by_bounds(column, bounds))
    return _chunk(chunk.keys, [edge for edge, _, _ in bounds], columns)


def _by_bounds(
    column: "array[float]", bounds: Sequence[tuple[float, int, int]]
) -> list["array[float]"]:
    return _turned([sums_of(column[low:high]) for _, low, high in bounds])


def _evenly(column: "array[float]", size: int) -> list["array[float]"]:
    """Do as `_by_bounds` where each step has as many moments, without an object for each."""
    values = column.tolist()
    if isnan(sum(values)):
        places = range(0, len(values), size)
        return _turned([sums_of(column[low : low + size]) for low in places])
    steps = list(zip(*[iter(values)] * size, strict=True))
    return [
        array("d", map(min, steps)),
        array("d", map(max, steps)),
        array("d", map(sum, steps)),
        array("d", [size]) * len(steps),
        column[size - 1 :: size],
    ]


def rolled_again(chunk: Chunk, step: int) -> Chunk:
    """Roll up a rollup to a longer step."""
    bounds = bounds_of(chunk.times, step)
    columns = []
    for at in range(0, len(chunk.columns), WIDTH_OF_ROLLUPS):
        least, most, total, count, last = chunk.columns[at : at + WIDTH_OF_ROLLUPS]
        sums = [
            _joined(
                least[low:high], most[low:high], total[low:high], count[low:high], last[low:high]
            )
            for _, low, high in bounds
        ]
        columns.extend(_turned(sums))
    return _chunk(chunk.keys, [edge for edge, _, _ in bounds], columns)


def _joined(
    least: "array[float]",
    most: "array[float]",
    total: "array[float]",
    count: "array[float]",
    last: "array[float]",
) -> Sums | None:
    known = [at for at, number in enumerate(count) if number > 0]
    if not known:
        return None
    return Sums(
        min(least[at] for at in known),
        max(most[at] for at in known),
        sum(total[at] for at in known),
        int(sum(count[at] for at in known)),
        last[known[-1]],
    )


def _turned(sums: Sequence[Sums | None]) -> list["array[float]"]:
    """Turn the summaries of one series into its five columns."""
    rows = [one or UNKNOWN for one in sums]
    return [
        array("d", (one.least for one in rows)),
        array("d", (one.most for one in rows)),
        array("d", (one.total for one in rows)),
        array("d", (one.count for one in rows)),
        array("d", (one.last for one in rows)),
    ]


def _chunk(keys: tuple[str, ...], edges: list[float], columns: list["array[float]"]) -> Chunk:
    return Chunk(
        keys=keys,
        times=array("d", edges),
        seqs=array("q", [0]) * len(edges),
        columns=columns,
        width=WIDTH_OF_ROLLUPS,
    )

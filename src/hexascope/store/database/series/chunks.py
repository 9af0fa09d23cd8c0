"""A chunk in memory, and the one chunk that a set of moments makes, in whatever order they came."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import isnan, nan

from hexascope.domain.series import layout_of
from hexascope.store.database.series.codec import (
    Columns,
    Damaged,
    doubles,
    pack,
    pack_times,
    unpack_times,
)

WIDTH_OF_ROLLUPS = 5
"""Columns of a series in a rollup: least, most, total, count, last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One batch's moments in an open chunk, as the store has them."""

    seq: int
    layout: str
    times: bytes
    data: bytes
    first: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A chunk as the store has it."""

    start: int
    end: float
    layout: str
    times: bytes
    data: bytes
    damaged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Moments × series; `columns` are series-major, `width` of them a series of `keys`."""

    keys: tuple[str, ...]
    times: "array[float]"
    seqs: "array[int]"
    columns: Sequence["array[float]"]
    width: int = 1
    damaged: int = 0


def of_rows(rows: Sequence[Row], keys: tuple[str, ...]) -> Chunk:
    """Turn rows of one layout from moments × series to series × moments."""
    times = array("d")
    seqs = array("q")
    values = array("d")
    for row in rows:
        moments = doubles(row.times)
        times += moments
        seqs.extend([row.seq] * len(moments))
        values += doubles(row.data)
    count = len(keys)
    return Chunk(
        keys=keys, times=times, seqs=seqs, columns=[values[at::count] for at in range(count)]
    )


def read(stored: Stored, keys: tuple[str, ...], *, width: int = 1) -> Chunk:
    """Read a whole chunk; blocks that are damaged are NaN and counted; Damaged: nothing is left."""
    times, seqs = unpack_times(stored.times)
    parts = Columns(
        stored.data, series=len(keys), width=width, moments=len(times), salt=stored.start
    )
    columns: list[array[float]] = []
    bad = set()
    for position in range(len(keys)):
        try:
            columns.extend(parts.of(position))
        except Damaged as error:
            bad.add(str(error))
            columns.extend([_unknown(len(times))] * width)
    return Chunk(
        keys=keys,
        times=times,
        seqs=seqs,
        columns=columns,
        width=width,
        damaged=stored.damaged + len(bad),
    )


def write(chunk: Chunk, start: int) -> Stored:
    """Write a chunk whose keys are sorted."""
    return Stored(
        start=start,
        end=chunk.times[-1] if chunk.times else float(start),
        layout=layout_of(chunk.keys),
        times=pack_times(chunk.times, chunk.seqs),
        data=pack(chunk.columns, width=chunk.width, salt=start),
        damaged=chunk.damaged,
    )


def merged(parts: Sequence[Chunk]) -> Chunk:
    """Give the one chunk of all these moments: by time, each moment of a batch once, keys sorted.

    The same set of moments gives the same chunk, byte for byte, however it came: the first of two
    that claim to be the same moment of the same batch stays.
    """
    keys = tuple(sorted(set().union(*(part.keys for part in parts))))
    times, seqs = array("d"), array("q")
    for part in parts:
        times += part.times
        seqs += part.seqs
    order = _order(times, seqs)
    width = parts[0].width
    columns = [_joined(same) for same in _by_key(parts, keys, width)]
    if order is not None:
        times = array("d", map(times.__getitem__, order))
        seqs = array("q", map(seqs.__getitem__, order))
        columns = [array("d", map(one.__getitem__, order)) for one in columns]
    return Chunk(
        keys=keys,
        times=times,
        seqs=seqs,
        columns=columns,
        width=width,
        damaged=sum(part.damaged for part in parts),
    )


def _by_key(
    parts: Sequence[Chunk], keys: tuple[str, ...], width: int
) -> Iterable[Sequence["array[float]"]]:
    places = [{key: place * width for place, key in enumerate(part.keys)} for part in parts]
    gaps = [_unknown(len(part.times)) for part in parts]
    for key in keys:
        for column in range(width):
            yield [
                part.columns[place[key] + column] if key in place else gap
                for part, place, gap in zip(parts, places, gaps, strict=True)
            ]


def _joined(columns: Sequence["array[float]"]) -> "array[float]":
    if len(columns) == 1:
        return columns[0]
    whole = array("d")
    for one in columns:
        whole += one
    return whole


def _order(times: "array[float]", seqs: "array[int]") -> list[int] | None:
    """Give the places of moments in order, each once; None where they are so already."""
    marks = list(zip(times, seqs, strict=True))
    if all(early < late for early, late in pairwise(marks)):
        return None
    order = sorted(range(len(marks)), key=marks.__getitem__)
    return order[:1] + [late for early, late in pairwise(order) if marks[early] != marks[late]]


def _unknown(count: int) -> "array[float]":
    return array("d", [nan]) * count


@dataclass(frozen=True, slots=True)
class Sums:
    """What is to be said of some moments of one series; `count` counts those with a number."""

    least: float
    most: float
    total: float
    count: int
    last: float


def sums_of(column: "array[float]") -> Sums | None:
    """Give the summary of a column; None where nothing in it is known."""
    values = column.tolist()
    total = sum(values)
    if isnan(total):
        values = [value for value in values if not isnan(value)]
        total = sum(values)
    if not values:
        return None
    return Sums(min(values), max(values), total, len(values), values[-1])

"""Reading stretches of series: from open rows, chunks and rollups."""

import asyncio
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from sqlalchemy import Connection, or_

from hexascope.domain.errors import BadInput
from hexascope.domain.series import Hole, Source, Stretch
from hexascope.store.database.scope import Scope
from hexascope.store.database.series.chunks import WIDTH_OF_ROLLUPS, Row, Stored
from hexascope.store.database.series.codec import Columns, Damaged, doubles, unpack_times
from hexascope.store.database.series.layouts import Layouts
from hexascope.store.database.series.rows import stored_of
from hexascope.store.database.tables.series import series_chunks, series_open, series_sources

SOURCES_AT_ONCE = 25
"""Sources whose open rows are in memory together: each may have 120 of some KiB."""

CHUNKS_AT_ONCE = 200
"""Chunks of one page: 300 series take about 40 KiB."""

MOST_CHUNKS = 20_000
"""Chunks that one question may read: a week of one host each second has 5,040."""

LONGEST_SPAN = {0: 7_200, 60: 7_200, 3600: 432_000}
"""Seconds that a chunk of each resolution covers at most."""

Wanted = Mapping[str, Sequence[str]]
"""Keys by host."""


@dataclass(slots=True)
class Basket:
    """What was found so far."""

    stretches: dict[tuple[str, str], list[Stretch]] = field(default_factory=dict)
    holes: list[Hole] = field(default_factory=list)
    chunks: int = 0

    def count(self, chunks: int) -> None:
        """Count chunks that were read; BadInput beyond what one question may read."""
        self.chunks += chunks
        if self.chunks > MOST_CHUNKS:
            raise BadInput(
                f"this would read more than {MOST_CHUNKS} chunks: ask for a shorter range,"
                " fewer hosts, or a longer step"
            )

    def put(self, host: str, key: str, stretch: Stretch) -> None:
        """Add a stretch."""
        self.stretches.setdefault((host, key), []).append(stretch)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A source, and when it was seen last, with an hour of grain."""

    source: Source
    seen: float


async def sources_of(scope: Scope, hosts: Sequence[str], since: float) -> dict[int, Seen]:
    """Give who measured these hosts at or after a moment, by number."""
    table = series_sources.c

    def work(connection: Connection) -> dict[int, Seen]:
        found = {}
        for at in range(0, len(hosts), 500):
            rows = connection.execute(
                scope.select(
                    series_sources,
                    table.id,
                    table.host,
                    table.boot,
                    table.stream,
                    table.step,
                    table.seen,
                ).where(table.host.in_(hosts[at : at + 500]), table.seen >= since - 7_200)
            )
            for number, host, boot, stream, step, seen in rows:
                source = Source(host=host, boot=boot, stream=stream, step=step)
                found[number] = Seen(source=source, seen=seen)
        return found

    return await scope.read(work)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How stretches of one tenant are read."""

    scope: Scope
    layouts: Layouts

    async def read(
        self,
        wanted: Wanted,
        sources: Mapping[int, Source],
        *,
        begins: Mapping[int, float],
        end: float,
        resolution: int,
        basket: Basket,
    ) -> dict[int, float]:
        """Put what is kept into a basket: of each source from its beginning on; BadInput: too much.

        Gives until when each source is known at this resolution. Open rows are read before chunks:
        what is sealed meanwhile comes twice, and is never missed.
        """
        covered: dict[int, float] = {}
        numbers = sorted(number for number, one in sources.items() if one.host in wanted)
        for at in range(0, len(numbers), SOURCES_AT_ONCE):
            some = numbers[at : at + SOURCES_AT_ONCE]
            job = _Job(
                wanted=wanted,
                sources=sources,
                numbers=some,
                begins=begins,
                start=min(begins[number] for number in some),
                end=end,
                resolution=resolution,
                covered=covered,
            )
            if resolution == 0:
                rows, keys = await self.scope.read(partial(self._open, job=job))
                await asyncio.to_thread(_take_rows, job, rows, keys, basket)
            after: tuple[int, int] | None = (-1, 0)
            while after is not None:
                page = await self.scope.read(partial(self._page, job=job, after=after))
                basket.count(len(page.chunks))
                await asyncio.to_thread(_take_chunks, job, page, basket)
                after = page.after
        return covered

    def _open(
        self, connection: Connection, job: "_Job"
    ) -> tuple[list[tuple[int, Row]], Mapping[str, tuple[str, ...]]]:
        table = series_open.c
        rows = connection.execute(
            self.scope.select(
                series_open, table.source, table.seq, table.layout, table.times, table.data
            )
            .where(
                table.source.in_(job.numbers),
                table.start > job.start - LONGEST_SPAN[0],
                table.start <= job.end,
            )
            .order_by(table.source, table.start, table.seq)
        )
        found = [
            (source, Row(seq=seq, layout=layout, times=times, data=data))
            for source, seq, layout, times, data in rows
        ]
        wanted = {row.layout for _, row in found}
        return found, self.layouts.of(self.scope, connection, wanted)

    def _page(self, connection: Connection, job: "_Job", after: tuple[int, int]) -> "_Page":
        table = series_chunks.c
        source, start = after
        rows = connection.execute(
            self.scope.select(
                series_chunks,
                table.source,
                table.start,
                table.end,
                table.layout,
                table.times,
                table.data,
                table.damaged,
            )
            .where(
                table.source.in_([one for one in job.numbers if one >= source]),
                table.resolution == job.resolution,
                table.start > job.start - LONGEST_SPAN[job.resolution],
                table.start <= job.end,
                table.end >= job.start,
                or_(table.source > source, table.start > start),
            )
            .order_by(table.source, table.start)
            .limit(CHUNKS_AT_ONCE)
        )
        chunks = [(row[0], stored_of(row[1:])) for row in rows]
        keys = self.layouts.of(self.scope, connection, {chunk.layout for _, chunk in chunks})
        full = len(chunks) == CHUNKS_AT_ONCE
        last = (chunks[-1][0], chunks[-1][1].start) if full else None
        return _Page(chunks=chunks, keys=keys, after=last)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    wanted: Wanted
    sources: Mapping[int, Source]
    numbers: Sequence[int]
    begins: Mapping[int, float]
    start: float
    end: float
    resolution: int
    covered: dict[int, float]

    def within(self, source: int, times: "array[float]") -> slice | None:
        """Give which of these moments are in the source's range; None where none is."""
        low = bisect_left(times, self.begins[source])
        high = bisect_right(times, self.end)
        if low >= high:
            return None
        known = self.covered.get(source, 0.0)
        self.covered[source] = max(known, times[high - 1] + self.resolution)
        return slice(low, high)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    chunks: Sequence[tuple[int, Stored]]
    keys: Mapping[str, tuple[str, ...]]
    after: tuple[int, int] | None


def _take_rows(
    job: _Job,
    rows: Iterable[tuple[int, Row]],
    keys: Mapping[str, tuple[str, ...]],
    basket: Basket,
) -> None:
    """Take single moments of open rows, joined where they follow one another."""
    joined: dict[tuple[int, str], tuple[array[float], array[float]]] = {}
    places = _Places(job.wanted)
    for source, row in rows:
        host = job.sources[source].host
        times = doubles(row.times)
        inside = job.within(source, times)
        if inside is None or row.layout not in keys:
            continue
        values = doubles(row.data)
        width = len(keys[row.layout])
        for key, place in places.of(host, row.layout, keys[row.layout]):
            before = joined.setdefault((source, key), (array("d"), array("d")))
            before[0].extend(times[inside])
            before[1].extend(values[place::width][inside])
    for (source, key), (times, column) in joined.items():
        basket.put(job.sources[source].host, key, Stretch(source, times, (column,)))


def _take_chunks(job: _Job, page: _Page, basket: Basket) -> None:
    places = _Places(job.wanted)
    width = WIDTH_OF_ROLLUPS if job.resolution else 1
    for source, chunk in page.chunks:
        host = job.sources[source].host
        hole = Hole(host=host, start=chunk.start, end=chunk.end)
        if chunk.damaged:
            basket.holes.append(hole)
        try:
            keys = page.keys[chunk.layout]
            times, _ = unpack_times(chunk.times)
            inside = job.within(source, times)
            if inside is None:
                continue
            columns = Columns(
                chunk.data, series=len(keys), width=width, moments=len(times), salt=chunk.start
            )
            for key, place in places.of(host, chunk.layout, keys):
                cut = tuple(one[inside] for one in columns.of(place))
                basket.put(host, key, Stretch(source, times[inside], cut, job.resolution))
        except (Damaged, KeyError):
            basket.holes.append(hole)


class _Places:
    """Where the wanted keys of a host are in a layout, remembered."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = {host: frozenset(keys) for host, keys in wanted.items()}
        self._known: dict[tuple[str, str], list[tuple[str, int]]] = {}

    def of(self, host: str, layout: str, keys: tuple[str, ...]) -> Iterator[tuple[str, int]]:
        """Give (key, place) of what is wanted of a host."""
        known = self._known.get((host, layout))
        if known is None:
            wanted = self._wanted[host]
            known = [(key, place) for place, key in enumerate(keys) if key in wanted]
            self._known[host, layout] = known
        yield from known

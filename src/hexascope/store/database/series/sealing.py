"""Sealing: the open rows of a chunk become the chunk, which is the same however they came."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from operator import itemgetter

from sqlalchemy import Connection, bindparam, func

from hexascope.domain.series import TICKS, number_of
from hexascope.store.database.scope import Scope
from hexascope.store.database.series.chunks import (
    Chunk,
    Row,
    Stored,
    Sums,
    merged,
    of_rows,
    read,
    sums_of,
    write,
)
from hexascope.store.database.series.codec import Damaged
from hexascope.store.database.series.layouts import Layouts
from hexascope.store.database.series.rows import chunk_at, put_chunk, rows_of
from hexascope.store.database.tables.series import (
    series_due,
    series_open,
    series_sources,
    series_sums,
)

MOST_OPEN = 10_000
"""Chunks with open rows that one look finds; of more, the next look finds the rest."""

AT_ONCE = 16
"""Chunks of one transaction: others' writes wait for it some 50 ms."""

MOST_TRIES = 4
"""Tries of a seal that another was in the way of."""

MINUTE_S = 60
SPAN_OF_MINUTES = 7200
"""Seconds that a rollup chunk of minutes covers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Open:
    """A chunk that has open rows: of which tenant and source, where it begins and ends."""

    tenant: str
    source: int
    start: int
    span: int
    rows: int

    @property
    def end(self) -> int:
        """Give when its last moment is over."""
        return self.start + self.span


async def open_chunks(scope: Scope) -> list[Open]:
    """Give the chunks that have open rows, the oldest first; over all tenants from `everywhere`."""

    def work(connection: Connection) -> list[Open]:
        table, sources = series_open.c, series_sources.c
        counted = (
            scope.select(
                series_open,
                table.tenant,
                table.source,
                table.start,
                func.count().label("rows"),
            )
            .group_by(table.tenant, table.source, table.start)
            .order_by(table.start)
            .limit(MOST_OPEN)
            .subquery()
        )
        named = (
            scope.select(series_sources, sources.step, *counted.c)
            .join(
                counted,
                (counted.c.tenant == sources.tenant) & (counted.c.source == sources.id),
            )
            .order_by(counted.c.start, counted.c.source)
        )
        return [
            Open(
                tenant=row["tenant"],
                source=row["source"],
                start=row["start"],
                span=row["step"] * TICKS,
                rows=row["rows"],
            )
            for row in connection.execute(named).mappings()
        ]

    return await scope.read(work)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Before:
    rows: Sequence[Row]
    chunk: Stored | None
    keys: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    source: int
    before: _Before
    stored: Stored
    keys: tuple[str, ...]
    sums: Mapping[str, Sums]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealing:
    """How chunks of one tenant are sealed."""

    scope: Scope
    layouts: Layouts

    async def seal(self, chunks: Sequence[tuple[int, int]]) -> int:
        """Put the open rows of chunks (source, start) into them; gives how many rows there were.

        At most AT_ONCE of them in one transaction: summaries of many hosts lie side by side, and
        are written together for the price of one.
        """
        rows = 0
        left = list(chunks)
        for _ in range(MOST_TRIES * (1 + len(left) // AT_ONCE)):
            if not left:
                break
            some, left = left[:AT_ONCE], left[AT_ONCE:]
            found = await self.scope.read(partial(self._read_all, some))
            made = await asyncio.to_thread(_made_all, found)
            lost = await self.scope.write(partial(self._write_all, made))
            rows += sum(len(one.before.rows) for one in made if one not in lost)
            left += [(one.source, one.stored.start) for one in lost]
        return rows

    def _read_all(
        self, chunks: Sequence[tuple[int, int]], connection: Connection
    ) -> list[tuple[int, int, _Before]]:
        found = [(source, start, self._read(connection, source, start)) for source, start in chunks]
        return [one for one in found if one[2].rows]

    def _read(self, connection: Connection, source: int, start: int) -> _Before:
        rows = rows_of(connection, self.scope, source, start)
        chunk = chunk_at(connection, self.scope, source, 0, start)
        wanted = {row.layout for row in rows} | ({chunk.layout} if chunk else set())
        keys = self.layouts.of(self.scope, connection, wanted)
        rows = [row for row in rows if row.layout in keys]
        return _Before(rows=rows, chunk=chunk, keys=keys)

    def _write_all(self, made: Sequence[_Made], connection: Connection) -> list[_Made]:
        """Keep chunks; gives those that another was faster with."""
        for source in sorted({one.source for one in made}):
            self.scope.alone(connection, "series", str(source))
        lost = [
            one
            for one in made
            if chunk_at(connection, self.scope, one.source, 0, one.stored.start) != one.before.chunk
        ]
        kept = [one for one in made if one not in lost]
        for one in kept:
            put_chunk(connection, self.scope, one.source, 0, one.stored, one.keys)
            first = one.stored.start // SPAN_OF_MINUTES * SPAN_OF_MINUTES
            due = {"resolution": MINUTE_S, "start": first, "source": one.source}
            self.scope.insert_new(connection, series_due, due)
            self._remove(connection, one.source, one.stored.start, one.before.rows)
        self.scope.upsert(connection, series_sums, _sum_rows(kept))
        return lost

    def _remove(self, connection: Connection, source: int, start: int, rows: Sequence[Row]) -> None:
        """Remove the rows that were read, and none that came since."""
        table = series_open.c
        gone = self.scope.delete(series_open).where(
            table.source == source,
            table.start == start,
            table.seq == bindparam("its_seq"),
            table.first == bindparam("its_first"),
        )
        connection.execute(gone, [{"its_seq": one.seq, "its_first": one.first} for one in rows])


def _sum_rows(made: Sequence[_Made]) -> Sequence[Mapping[str, float]]:
    """Give the rows of summaries, in the order in which they lie."""
    rows: list[dict[str, float]] = [
        {
            "id": number_of(key),
            "start": one.stored.start,
            "source": one.source,
            "least": sums.least,
            "most": sums.most,
            "total": sums.total,
            "count": sums.count,
            "last": sums.last,
        }
        for one in made
        for key, sums in one.sums.items()
    ]
    return sorted(rows, key=itemgetter("id", "start", "source"))


def _made_all(found: Sequence[tuple[int, int, _Before]]) -> list[_Made]:
    made = []
    for source, start, before in found:
        stored, keys, sums = _made(before, start)
        made.append(_Made(source=source, before=before, stored=stored, keys=keys, sums=sums))
    return made


def _made(before: _Before, start: int) -> tuple[Stored, tuple[str, ...], Mapping[str, Sums]]:
    """Make the chunk of what there was: a damaged one is begun anew, and says so."""
    parts: list[Chunk] = []
    damaged = 0
    if before.chunk is not None:
        try:
            parts.append(read(before.chunk, before.keys[before.chunk.layout]))
        except (Damaged, KeyError):
            damaged = before.chunk.damaged + 1
    rows = sorted(before.rows, key=lambda row: row.layout)
    for layout, group in groupby(rows, key=lambda row: row.layout):
        parts.append(of_rows(sorted(group, key=lambda row: row.seq), before.keys[layout]))
    chunk = merged(parts)
    chunk = replace(chunk, damaged=chunk.damaged + damaged)
    sums = {
        key: one
        for key, column in zip(chunk.keys, chunk.columns, strict=True)
        if (one := sums_of(column)) is not None
    }
    return write(chunk, start), chunk.keys, sums

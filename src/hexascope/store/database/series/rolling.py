"""Making rollups in small steps: minutes from what was measured, hours from minutes."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from hexascope.store.database.scope import Scope
from hexascope.store.database.series.chunks import (
    WIDTH_OF_ROLLUPS,
    Chunk,
    Stored,
    merged,
    read,
    write,
)
from hexascope.store.database.series.codec import Damaged
from hexascope.store.database.series.layouts import Layouts
from hexascope.store.database.series.rollups import rolled, rolled_again
from hexascope.store.database.series.rows import put_chunk, stored_of
from hexascope.store.database.series.sealing import (
    MINUTE_S,
    SPAN_OF_MINUTES,
)
from hexascope.store.database.tables.series import series_chunks, series_due

HOUR_S = 3600
SPAN_OF_HOURS = 432_000
SPANS = {MINUTE_S: SPAN_OF_MINUTES, HOUR_S: SPAN_OF_HOURS}

SETTLED_S = 120.0
"""How long after its end a stretch is rolled up: what comes later has it made again."""

MOST_DUE = 200
"""Rollups that one look finds."""

MOST_CHUNKS = 1000
"""Chunks of what was measured below one rollup: 60 where each has 120 seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A rollup that is to be made: of which tenant and source, to which step, from when on."""

    tenant: str
    resolution: int
    start: int
    source: int


async def due_rollups(scope: Scope, now: float) -> list[Due]:
    """Give rollups whose time is over, minutes first; over all tenants from `everywhere`."""

    def work(connection: Connection) -> list[Due]:
        table = series_due.c
        found = []
        for resolution, span in SPANS.items():
            rows = connection.execute(
                scope.select(series_due, table.tenant, table.start, table.source)
                .where(table.resolution == resolution, table.start < now - span - SETTLED_S)
                .order_by(table.start)
                .limit(MOST_DUE)
            )
            found += [
                Due(tenant=tenant, resolution=resolution, start=start, source=source)
                for tenant, start, source in rows
            ]
        return found

    return await scope.read(work)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rolling:
    """How rollups of one tenant are made."""

    scope: Scope
    layouts: Layouts

    async def roll(self, due: Due) -> None:
        """Make one rollup from all that is below it, and mark it as done."""
        below, keys = await self.scope.read(lambda connection: self._below(connection, due))
        made = await asyncio.to_thread(_made, due, below, keys)

        def work(connection: Connection) -> None:
            self.scope.alone(connection, "series", str(due.source))
            if self._below(connection, due)[0] != below:
                return  # what came meanwhile has marked it again: the next look takes it
            if made is not None:
                stored, its_keys = made
                put_chunk(connection, self.scope, due.source, due.resolution, stored, its_keys)
                self._mark_hours(connection, due)
            self._done(connection, due)

        await self.scope.write(work)

    def _below(
        self, connection: Connection, due: Due
    ) -> tuple[Sequence[Stored], Mapping[str, tuple[str, ...]]]:
        table = series_chunks.c
        rows = connection.execute(
            self.scope.select(
                series_chunks,
                table.start,
                table.end,
                table.layout,
                table.times,
                table.data,
                table.damaged,
            )
            .where(
                table.source == due.source,
                table.resolution == (0 if due.resolution == MINUTE_S else MINUTE_S),
                table.start >= due.start,
                table.start < due.start + SPANS[due.resolution],
            )
            .order_by(table.start)
            .limit(MOST_CHUNKS)
        )
        below = [stored_of(row) for row in rows]
        return below, self.layouts.of(self.scope, connection, {one.layout for one in below})

    def _mark_hours(self, connection: Connection, due: Due) -> None:
        if due.resolution == MINUTE_S:
            start = due.start // SPAN_OF_HOURS * SPAN_OF_HOURS
            row = {"resolution": HOUR_S, "start": start, "source": due.source}
            self.scope.insert_new(connection, series_due, row)

    def _done(self, connection: Connection, due: Due) -> None:
        table = series_due.c
        connection.execute(
            self.scope.delete(series_due).where(
                table.resolution == due.resolution,
                table.start == due.start,
                table.source == due.source,
            )
        )


def _made(
    due: Due, below: Sequence[Stored], keys: Mapping[str, tuple[str, ...]]
) -> tuple[Stored, tuple[str, ...]] | None:
    parts: list[Chunk] = []
    for one in below:
        width = 1 if due.resolution == MINUTE_S else WIDTH_OF_ROLLUPS
        try:
            chunk = read(one, keys[one.layout], width=width)
        except (Damaged, KeyError):
            continue  # a gap in the rollup too
        roll = rolled if due.resolution == MINUTE_S else rolled_again
        parts.append(roll(chunk, due.resolution))
    if not parts:
        return None
    whole = merged(parts)
    return write(whole, due.start), whole.keys

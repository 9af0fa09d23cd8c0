"""Open rows and chunks as the store has them: parts of units of work."""

from collections.abc import Sequence

from sqlalchemy import Connection

from hexascope.store.database.scope import Scope
from hexascope.store.database.series.appending import packed_keys
from hexascope.store.database.series.chunks import Row, Stored
from hexascope.store.database.tables.series import series_chunks, series_layouts, series_open

MOST_ROWS = 20_000
"""Open rows that one seal takes; the next takes the rest."""

DAY_S = 86_400.0
"""How exactly it is known when a layout was used last."""


def rows_of(connection: Connection, scope: Scope, source: int, start: int) -> list[Row]:
    """Give the open rows of one chunk, in order: a part of a unit of work."""
    table = series_open.c
    rows = connection.execute(
        scope.select(series_open, table.seq, table.first, table.layout, table.times, table.data)
        .where(table.source == source, table.start == start)
        .order_by(table.seq, table.first)
        .limit(MOST_ROWS)
    )
    return [
        Row(seq=seq, first=first, layout=layout, times=times, data=data)
        for seq, first, layout, times, data in rows
    ]


def chunk_at(
    connection: Connection, scope: Scope, source: int, resolution: int, start: int
) -> Stored | None:
    """Give one chunk as it is stored: a part of a unit of work."""
    table = series_chunks.c
    row = connection.execute(
        scope.select(series_chunks, *_STORED).where(
            table.source == source, table.resolution == resolution, table.start == start
        )
    ).first()
    return None if row is None else stored_of(row)


_STORED = tuple(
    series_chunks.c[name] for name in ("start", "end", "layout", "times", "data", "damaged")
)


def stored_of(row: Sequence[object]) -> Stored:
    """Read a row of chunks."""
    start, end, layout, times, data, damaged = row
    return Stored(start=start, end=end, layout=layout, times=times, data=data, damaged=damaged)  # type: ignore[arg-type]  # columns say their types to the database alone


def put_chunk(
    connection: Connection,
    scope: Scope,
    source: int,
    resolution: int,
    stored: Stored,
    keys: tuple[str, ...],
) -> None:
    """Keep a chunk, and its list of keys: a part of a unit of work."""
    _put_layout(connection, scope, stored, keys)
    row = {
        "source": source,
        "resolution": resolution,
        "start": stored.start,
        "end": stored.end,
        "layout": stored.layout,
        "times": stored.times,
        "data": stored.data,
        "damaged": stored.damaged,
    }
    scope.upsert(connection, series_chunks, [row])


def _put_layout(
    connection: Connection, scope: Scope, stored: Stored, keys: tuple[str, ...]
) -> None:
    table = series_layouts.c
    seen = connection.execute(
        scope.select(series_layouts, table.seen).where(table.id == stored.layout)
    ).scalar()
    if seen is None:
        row = {"id": stored.layout, "packed": packed_keys(keys), "seen": stored.end}
        scope.insert_new(connection, series_layouts, row)
    elif seen < stored.end - DAY_S:
        changed = scope.update(series_layouts).where(table.id == stored.layout)
        connection.execute(changed.values(seen=stored.end))

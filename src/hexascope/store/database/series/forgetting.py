"""Forgetting what is older than a tenant keeps, a bounded piece at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Table, bindparam, not_

from hexascope.store.database.scope import Scope
from hexascope.store.database.series.rolling import HOUR_S
from hexascope.store.database.series.rows import DAY_S
from hexascope.store.database.series.sealing import MINUTE_S
from hexascope.store.database.tables.series import (
    series_chunks,
    series_due,
    series_layouts,
    series_names,
    series_open,
    series_restamped,
    series_sources,
    series_sums,
)

PIECE = 500
"""Rows that one transaction removes: others write between two of them."""

SUMS_S = 2 * DAY_S
"""How long summaries are kept as rows; questions about more read rollups."""

NOBODY = ""
"""The host of sources whose host was removed: what they left goes piece by piece."""

LATE_S = DAY_S
"""How late moments may come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """For how many days a tenant's moments, minutes and hours are kept."""

    days: float
    minutes_days: float
    hours_days: float

    @property
    def longest(self) -> float:
        """Give the days after which nothing is left."""
        return max(self.days, self.minutes_days, self.hours_days)


async def tenants_with_series(everywhere: Scope) -> Sequence[str]:
    """Give the tenants that have sources."""

    def work(connection: Connection) -> Sequence[str]:
        tenant = series_sources.c.tenant
        rows = connection.execute(everywhere.select(series_sources, tenant).distinct())
        return [str(one) for one in rows.scalars()]

    return await everywhere.read(work)


def forget_host(connection: Connection, scope: Scope, host: str) -> None:
    """Have a host's series seen by nobody from now on: a part of another unit of work."""
    table = series_sources.c
    connection.execute(scope.delete(series_names).where(series_names.c.host == host))
    connection.execute(scope.update(series_sources).where(table.host == host).values(host=NOBODY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgetting:
    """How old series of one tenant go."""

    scope: Scope

    async def forget(self, keep: Keep, now: float) -> int:
        """Remove one piece of each kind that is too old; gives how many rows: 0, all is done.

        A chunk goes when its last moment is too old. Less than what may still come late is never
        removed.
        """

        def work(connection: Connection) -> int:
            gone = 0
            for resolution, days in (
                (0, keep.days),
                (MINUTE_S, keep.minutes_days),
                (HOUR_S, keep.hours_days),
            ):
                before = now - max(days * DAY_S, LATE_S)
                gone += self._chunks(connection, resolution, before)
            gone += self._rows(connection, series_sums, series_sums.c.start < now - SUMS_S)
            late = series_restamped.c.stamped < now - 2 * LATE_S
            gone += self._rows(connection, series_restamped, late)
            before = now - keep.longest * DAY_S - DAY_S
            for table, seen in (
                (series_names, series_names.c.last),
                (series_sources, series_sources.c.seen),
            ):
                gone += self._rows(connection, table, seen < before)
            return gone + self._layouts(connection, before) + self._removed(connection)

        return await self.scope.write(work, frees=True)

    def _removed(self, connection: Connection) -> int:
        """Remove a piece of what hosts have left that were removed, and then their sources."""
        table = series_sources.c
        chosen = self.scope.select(series_sources, table.id).where(table.host == NOBODY)
        source = connection.execute(chosen.limit(1)).scalar()
        if source is None:
            return 0
        gone = sum(
            self._rows(connection, one, one.c.source == source)
            for one in (series_open, series_chunks, series_sums, series_due, series_restamped)
        )
        return gone or self._rows(connection, series_sources, table.id == source)

    def _chunks(self, connection: Connection, resolution: int, before: float) -> int:
        table = series_chunks.c
        old = (table.resolution == resolution, table.start < before, table.end < before)
        return self._rows(connection, series_chunks, *old)

    def _layouts(self, connection: Connection, before: float) -> int:
        """Remove layouts that nothing was written by, nor registered under, for longer than all."""
        table = series_layouts.c
        used = self.scope.select(series_chunks, series_chunks.c.layout)
        return self._rows(connection, series_layouts, table.seen < before, not_(table.id.in_(used)))

    def _rows(self, connection: Connection, table: Table, *old: object) -> int:
        keys = [column for column in table.primary_key if column.name != "tenant"]
        chosen = self.scope.select(table, *keys).where(*old).limit(PIECE)  # type: ignore[arg-type]  # conditions over columns
        found = connection.execute(chosen).all()
        if found:
            named = (column == bindparam(f"its_{column.name}") for column in keys)
            gone = self.scope.delete(table).where(*named)
            rows = [
                {f"its_{column.name}": value for column, value in zip(keys, row, strict=True)}
                for row in found
            ]
            connection.execute(gone, rows)
        return len(found)

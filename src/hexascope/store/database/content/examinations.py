"""Kept examinations: lists in pages, single ones, and the whole id of one that is named."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, func

from hexascope.domain.errors import BadInput, NotKnown
from hexascope.kit.clock import rfc3339, seconds_of
from hexascope.store.contract import Kept
from hexascope.store.database.pages import MOST_OF_A_PAGE, Page, Place, page_of
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.archive import examinations
from hexascope.store.database.words import storable

SHORTEST_ID = 8
MOST_AT_ONCE = 500
"""Summaries that one reading gives."""

_ID = re.compile(r"[0-9a-f-]{36}")
_FIELDS = ("id", "host_id", "host_name", "score", "findings", "worst", "headline", "size_bytes")
SUMMARY = tuple(examinations.c[name] for name in (*_FIELDS, "time"))


@dataclass(frozen=True, slots=True)
class Examinations:
    """The kept examinations of a scope, for who awaits; threads use DatabaseArchive."""

    scope: Scope

    async def page(
        self,
        *,
        hosts: Collection[str] | None = None,
        since: float | None = None,
        until: float | None = None,
        panel: bool | None = None,
        ids: Collection[str] | None = None,
        after: Place | None = None,
        limit: int = 100,
    ) -> Page[Kept]:
        """Give the newest first: of some hosts by id, of a time (seconds since 1970, until it).

        `panel` chooses those that models judged, or did not; `ids` some of them; `after` is the
        `next` of the page before.
        """
        limit = max(1, min(limit, MOST_OF_A_PAGE))
        chosen = self.scope.select(examinations, *SUMMARY)
        if hosts is not None:
            chosen = chosen.where(examinations.c.host_id.in_(list(hosts)))
        if since is not None:
            chosen = chosen.where(examinations.c.time >= since)
        if until is not None:
            chosen = chosen.where(examinations.c.time < until)
        if ids is not None:
            chosen = chosen.where(examinations.c.id.in_(list(ids)))
        if panel is not None:
            chosen = chosen.where(examinations.c.panel.is_(panel))
        if after is not None:
            time, id_ = after
            chosen = chosen.where(earlier(examinations, float(time), str(id_)))
        order = (examinations.c.time.desc(), examinations.c.id.desc())
        chosen = chosen.order_by(*order).limit(limit + 1)

        def work(connection: Connection) -> Page[Kept]:
            rows = connection.execute(chosen).mappings().all()
            return page_of(rows, limit, kept_of, "time", "id")

        return await self.scope.read(work)

    async def latest(self, hosts: Collection[str] | None = None) -> list[str]:
        """Give the id of the newest examination of each host, or of each of some."""
        place = func.row_number().over(
            partition_by=examinations.c.host_id,
            order_by=(examinations.c.time.desc(), examinations.c.id.desc()),
        )
        chosen = self.scope.select(examinations, examinations.c.id, place.label("place"))
        if hosts is not None:
            chosen = chosen.where(examinations.c.host_id.in_(list(hosts)))
        ranked = chosen.subquery()

        def work(connection: Connection) -> list[str]:
            newest = self.scope.select(examinations, examinations.c.id).join(
                ranked, ranked.c.id == examinations.c.id
            )
            return list(connection.execute(newest.where(ranked.c.place == 1)).scalars())

        return await self.scope.read(work)

    async def one(self, id: str) -> Kept:  # noqa: A002 - the word of the domain
        """Give one, by its whole id; NotKnown."""
        chosen = self.scope.select(examinations, *SUMMARY).where(examinations.c.id == id)

        def work(connection: Connection) -> RowMapping | None:
            return connection.execute(chosen).mappings().first()

        found = await self.scope.read(work)
        if found is None:
            raise NotKnown(f"no examination {id[:80]!r} is kept")
        return kept_of(found)

    async def report(self, id: str) -> str:  # noqa: A002 - as above
        """Give the report of one, JSON by hexascope.report/1; NotKnown."""
        chosen = self.scope.select(examinations, examinations.c.report)

        def work(connection: Connection) -> str | None:
            return connection.execute(chosen.where(examinations.c.id == id)).scalar()

        found = await self.scope.read(work)
        if found is None:
            raise NotKnown(f"no examination {id[:80]!r} is kept")
        return found

    def drop(self, connection: Connection, ids: Collection[str]) -> None:
        """Remove examinations with all that belongs to them: a part of another unit of work."""
        if ids:
            connection.execute(
                self.scope.delete(examinations).where(examinations.c.id.in_(list(ids)))
            )


def kept_of(row: RowMapping) -> Kept:
    """Give the summary of an examination."""
    return Kept(**{**{name: row[name] for name in _FIELDS}, "time": rfc3339(row["time"])})


def newest_of(
    scope: Scope, connection: Connection, host_id: str, before: Kept | None, limit: int
) -> list[Kept]:
    """Give summaries, the newest first, of one host or of all, after one of them."""
    chosen = scope.select(examinations, *SUMMARY)
    if host_id:
        chosen = chosen.where(examinations.c.host_id == host_id)
    if before is not None:
        chosen = chosen.where(earlier(examinations, seconds_of(before.time), before.id))
    order = (examinations.c.time.desc(), examinations.c.id.desc())
    rows = connection.execute(chosen.order_by(*order).limit(limit)).mappings()
    return [kept_of(row) for row in rows]


def earlier(table: Any, time: float, id: str) -> Any:  # noqa: A002 - the word of the domain
    """Give the condition of coming after one in the order of the newest first."""
    same = (table.c.time == time) & (table.c.id < id)
    return (table.c.time <= time) & ((table.c.time < time) | same)


def id_of(scope: Scope, connection: Connection, wanted: str) -> str:
    """Give the whole id of a kept examination; BadInput, with the newest, where none fits."""
    ids = scope.select(examinations, examinations.c.id)
    found: list[str] = []
    if _ID.fullmatch(wanted):
        found = list(connection.execute(ids.where(examinations.c.id == wanted)).scalars())
    elif len(wanted) >= SHORTEST_ID:
        begins = examinations.c.id.startswith(storable(wanted), autoescape=True)
        found = list(connection.execute(ids.where(begins).limit(MOST_AT_ONCE)).scalars())
    if len(found) == 1:
        return found[0]
    if found:
        raise BadInput(f"{wanted!r} fits {len(found)} kept examinations; give more of the id")
    newest = newest_of(scope, connection, "", None, 1)
    told = f"the newest is {newest[0].id}" if newest else "none is kept yet"
    raise BadInput(f"no kept examination has the id {wanted[:80]!r}; {told}")

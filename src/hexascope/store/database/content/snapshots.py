"""The bundles that are kept with examinations: which there are, and their bytes part by part."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection

from hexascope.store.contract import Kept
from hexascope.store.database.content.examinations import SUMMARY, earlier, kept_of
from hexascope.store.database.pages import Page, Place, page_of
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.archive import bundles, examinations


@dataclass(frozen=True, slots=True)
class Snapshots:
    """The kept bundles of a scope."""

    scope: Scope

    async def page(
        self, hosts: Collection[str] | None, *, after: Place | None = None, limit: int = 100
    ) -> Page[Kept]:
        """Give the examinations that have a bundle, the newest first, of some hosts by id."""
        first = self.scope.select(bundles, bundles.c.examination).where(bundles.c.part == 0)
        chosen = self.scope.select(examinations, *SUMMARY)
        chosen = chosen.where(examinations.c.id.in_(first))
        if hosts is not None:
            chosen = chosen.where(examinations.c.host_id.in_(list(hosts)))
        if after is not None:
            chosen = chosen.where(earlier(examinations, float(after[0]), str(after[1])))
        order = (examinations.c.time.desc(), examinations.c.id.desc())
        chosen = chosen.order_by(*order).limit(limit + 1)

        def work(connection: Connection) -> Page[Kept]:
            rows = connection.execute(chosen).mappings().all()
            return page_of(rows, limit, kept_of, "time", "id")

        return await self.scope.read(work)

    async def part(self, id: str, number: int) -> bytes:  # noqa: A002 - the word of the domain
        """Give one part of an examination's bundle; b'' behind the last."""
        chosen = self.scope.select(bundles, bundles.c.data).where(
            bundles.c.examination == id, bundles.c.part == number
        )
        return await self.scope.read(lambda connection: connection.execute(chosen).scalar() or b"")

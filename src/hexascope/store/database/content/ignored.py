"""Findings that need not be shown for a while, each with a reason."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, RowMapping

from hexascope.domain.errors import BadInput, NotKnown
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.content import ignored

MOST_IGNORED = 1000
"""Findings that one tenant ignores."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A finding of one host that somebody ignores; `until` in seconds since 1970, 0: for good."""

    host: str
    finding: str
    reason: str
    by: str
    created: float
    until: float = 0.0

    def holds(self, now: float) -> bool:
        """Tell whether it is ignored still."""
        return not self.until or now < self.until


@dataclass(frozen=True, slots=True)
class IgnoredFindings:
    """The ignored findings of a scope."""

    scope: Scope

    async def all(self) -> list[Ignored]:
        """Give all, those of the past too."""
        chosen = self.scope.select(ignored).order_by(ignored.c.host, ignored.c.finding)

        def work(connection: Connection) -> list[Ignored]:
            return [_one(row) for row in connection.execute(chosen.limit(MOST_IGNORED)).mappings()]

        return await self.scope.read(work)

    async def put(self, new: Ignored) -> None:
        """Ignore one, or change why and until when; BadInput where there are too many."""

        def work(connection: Connection) -> None:
            self.scope.alone(connection, "ignored_findings")
            there = self.scope.select(ignored, ignored.c.finding)
            if len(connection.execute(there.limit(MOST_IGNORED)).all()) >= MOST_IGNORED:
                raise BadInput(f"{MOST_IGNORED} findings are ignored, and that is the most")
            self.scope.upsert(connection, ignored, [asdict(new)])

        await self.scope.write(work)

    async def remove(self, host: str, finding: str) -> None:
        """Show one again; NotKnown."""

        def work(connection: Connection) -> None:
            gone = self.scope.delete(ignored).where(
                ignored.c.host == host, ignored.c.finding == finding
            )
            if not connection.execute(gone).rowcount:
                raise NotKnown(f"the finding {finding[:40]!r} is not ignored")

        await self.scope.write(work, frees=True)


def _one(row: RowMapping) -> Ignored:
    return Ignored(**{name: row[name] for name in Ignored.__slots__})

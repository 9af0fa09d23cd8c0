"""The hosts of a tenant."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from sqlalchemy import Connection, RowMapping

from hexascope.domain.errors import NotKnown
from hexascope.domain.host import HostFacts
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.hosts import hosts

MOST_HOSTS = 10_000
"""Hosts of one tenant that one answer lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownHost:
    """A host as it is kept: its facts at the last look, the user's labels, when it was seen."""

    facts: HostFacts
    labels: Mapping[str, str]
    first_seen: float
    last_seen: float


@dataclass(frozen=True, slots=True)
class Hosts:
    """The hosts of a scope."""

    scope: Scope

    async def all(self) -> list[KnownHost]:
        """Give all, by name."""

        def work(connection: Connection) -> list[KnownHost]:
            rows = connection.execute(
                self.scope.select(hosts).order_by(hosts.c.name, hosts.c.id).limit(MOST_HOSTS)
            )
            return [_known(row) for row in rows.mappings()]

        return await self.scope.read(work)

    async def one(self, id: str) -> KnownHost:  # noqa: A002 - the word of the domain
        """Give one; NotKnown."""

        def work(connection: Connection) -> KnownHost | None:
            found = connection.execute(self.scope.select(hosts).where(hosts.c.id == id))
            row = found.mappings().first()
            return _known(row) if row else None

        found = await self.scope.read(work)
        if found is None:
            raise NotKnown(f"no host {id!r} is known")
        return found

    def see(self, connection: Connection, facts: HostFacts, time: float) -> None:
        """Keep what a look told of a host: a part of another unit of work."""
        row = {
            "id": facts.id,
            "name": facts.name[:256],
            "facts": asdict(facts),
            "labels": {},
            "first_seen": time,
            "last_seen": time,
        }
        self.scope.upsert(connection, hosts, [row], keep=("labels", "first_seen"))


def _known(row: RowMapping) -> KnownHost:
    told = row["facts"]
    known = {one.name for one in fields(HostFacts)}
    facts = HostFacts(**{name: value for name, value in told.items() if name in known})
    return KnownHost(
        facts=facts,
        labels=row["labels"],
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
    )

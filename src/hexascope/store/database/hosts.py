"""The hosts of a tenant."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from sqlalchemy import Connection, RowMapping, func

from hexascope.domain.errors import BadInput, NotKnown, TooMuch
from hexascope.domain.host import HostFacts
from hexascope.store.database.scope import Scope
from hexascope.store.database.series.forgetting import forget_host
from hexascope.store.database.tables.archive import conclusions, examinations, facts
from hexascope.store.database.tables.content import ignored, uploads
from hexascope.store.database.tables.hosts import hosts
from hexascope.store.database.tenants import limit_in

MOST_HOSTS = 10_000
"""Hosts of one tenant that one answer lists."""

MOST_LABELS = 32

OF_A_HOST = (examinations, facts, conclusions, uploads, ignored)
"""Tables whose rows go with their host; what belongs to these goes with them."""


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

    async def change_labels(self, id: str, labels: Mapping[str, str | None]) -> KnownHost:  # noqa: A002 - the domain's word
        """Set labels, and take away those that are given as None; NotKnown, BadInput."""

        def work(connection: Connection) -> KnownHost:
            self.scope.alone(connection, "hosts", id)
            chosen = self.scope.select(hosts).where(hosts.c.id == id)
            row = connection.execute(chosen).mappings().first()
            if row is None:
                raise NotKnown(f"no host {id!r} is known")
            wanted = {**row["labels"], **labels}
            left = {name: value for name, value in wanted.items() if value is not None}
            if len(left) > MOST_LABELS:
                raise BadInput(f"a host has at most {MOST_LABELS} labels")
            changed = self.scope.update(hosts).where(hosts.c.id == id).values(labels=left)
            connection.execute(changed)
            return _known({**row, "labels": left})

        return await self.scope.write(work)

    async def remove(self, id: str) -> None:  # noqa: A002 - as above
        """Remove a host with all that is kept of it; NotKnown."""

        def work(connection: Connection) -> None:
            gone = self.scope.delete(hosts).where(hosts.c.id == id)
            if not connection.execute(gone).rowcount:
                raise NotKnown(f"no host {id!r} is known")
            for table in OF_A_HOST:
                column = table.c.host if "host" in table.c else table.c.host_id
                connection.execute(self.scope.delete(table).where(column == id))
            forget_host(connection, self.scope, id)

        await self.scope.write(work, frees=True)

    def see(self, connection: Connection, facts: HostFacts, time: float) -> None:
        """Keep what a look told of a host: a part of another unit of work.

        TooMuch: it is a new one, and the tenant has as many as it may.
        """
        self._refuse_one_more(connection, facts.id)
        row = {
            "id": facts.id,
            "name": facts.name[:256],
            "facts": asdict(facts),
            "labels": {},
            "first_seen": time,
            "last_seen": time,
        }
        self.scope.upsert(connection, hosts, [row], keep=("labels", "first_seen"))

    def _refuse_one_more(self, connection: Connection, id: str) -> None:  # noqa: A002
        there = self.scope.select(hosts, hosts.c.id).where(hosts.c.id == id)
        if connection.execute(there).first() is not None:
            return
        most = limit_in(connection, self.scope, "hosts")
        known = connection.execute(self.scope.select(hosts, func.count())).scalar_one()
        if known >= most:
            raise TooMuch(
                f"{known} hosts are known, and this tenant may have {most:.0f}: remove some, or"
                " have the administrator of the instance raise the limit"
            )


def _known(row: RowMapping | Mapping[str, Any]) -> KnownHost:
    told = row["facts"]
    known = {one.name for one in fields(HostFacts)}
    facts = HostFacts(**{name: value for name, value in told.items() if name in known})
    return KnownHost(
        facts=facts,
        labels=row["labels"],
        first_seen=row["first_seen"],
        last_seen=row["last_seen"],
    )

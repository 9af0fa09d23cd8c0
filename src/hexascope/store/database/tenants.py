"""The tenants of an instance; only the scope of everything knows them all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Connection, RowMapping

from hexascope.domain.errors import BadInput, Clash, NotKnown, TooMuch
from hexascope.domain.limits import LIMITS, checked_limits
from hexascope.store.database.contract import EVERYWHERE
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.hosts import tenants
from hexascope.store.database.tables.whole import all_tables

MOST_TENANTS = 1000
"""Tenants of one instance."""

LONGEST_NAME = 256
FIRST = "default"
"""The tenant that every instance has."""

_ID = re.compile(r"[a-z0-9-]{1,63}")
_SPARED = frozenset({"audit_chains", "audit_records", "audit_heads"})
"""What stays of a tenant that is removed: what was done by whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenant:
    """One tenant; `limits` are those that differ from the usual."""

    id: str
    name: str
    created: float
    limits: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Tenants:
    """All tenants, for a scope of everything."""

    scope: Scope

    async def all(self) -> list[Tenant]:
        """Give all, by id."""

        def work(connection: Connection) -> list[Tenant]:
            asked = self.scope.select(tenants).order_by(tenants.c.id).limit(MOST_TENANTS)
            return [_tenant(row) for row in connection.execute(asked).mappings()]

        return await self.scope.read(work)

    async def one(self, id: str) -> Tenant:  # noqa: A002 - the word of the domain
        """Give one; NotKnown."""
        found = await self.scope.read(lambda connection: self._found(connection, id))
        if found is None:
            raise NotKnown(f"no tenant {id[:63]!r} is known")
        return found

    def find(self, connection: Connection, id: str) -> Tenant | None:  # noqa: A002
        """Give one, or None: a part of another unit of work."""
        return self._found(connection, id)

    async def create(
        self,
        id: str,  # noqa: A002
        now: float,
        *,
        name: str = "",
        limits: Mapping[str, float] | None = None,
    ) -> Tenant:
        """Make one; BadInput for a name that can be none, Clash where it is there already."""
        made = Tenant(
            id=tenant_id(id),
            name=(name or id)[:LONGEST_NAME],
            created=now,
            limits=checked_limits(limits or {}),
        )
        row = {
            "id": made.id,
            "name": made.name,
            "created": made.created,
            "limits": dict(made.limits),
        }

        def work(connection: Connection) -> None:
            self.scope.alone(connection, "tenants")
            there = connection.execute(self.scope.select(tenants, tenants.c.id)).scalars().all()
            if made.id in there:
                raise Clash(f"there is a tenant {made.id!r} already")
            if len(there) >= MOST_TENANTS:
                raise TooMuch(f"there are {MOST_TENANTS} tenants: no more fit into one instance")
            connection.execute(self.scope.insert(tenants).values(**row))

        await self.scope.write(work)
        return made

    async def change(
        self,
        id: str,  # noqa: A002
        *,
        name: str | None = None,
        limits: Mapping[str, float | None] | None = None,
    ) -> Tenant:
        """Change the name, or single limits (None: back to the usual); NotKnown, BadInput."""

        def work(connection: Connection) -> Tenant:
            before = self._found(connection, id)
            if before is None:
                raise NotKnown(f"no tenant {id[:63]!r} is known")
            merged = {**before.limits, **(limits or {})}
            kept = checked_limits(
                {one: value for one, value in merged.items() if value is not None}
            )
            called = before.name if name is None else name[:LONGEST_NAME]
            which = tenants.c.id == id
            connection.execute(
                self.scope.update(tenants).where(which).values(name=called, limits=kept)
            )
            return Tenant(id=id, name=called, created=before.created, limits=kept)

        return await self.scope.write(work)

    async def remove(self, id: str, *, with_all: bool) -> None:  # noqa: A002
        """Remove one, with all that is kept of it if that is wanted; else Clash where there is any.

        The audit log of what was done stays.
        """
        if id == FIRST:
            raise Clash(f"the tenant {FIRST!r} can't be removed: it is the instance's own")

        def work(connection: Connection) -> None:
            if self._found(connection, id) is None:
                raise NotKnown(f"no tenant {id[:63]!r} is known")
            for table in reversed(all_tables().sorted_tables):
                if "tenant" not in table.c or table.name in _SPARED:
                    continue
                mine = table.c.tenant == id
                if with_all:
                    connection.execute(self.scope.delete(table).where(mine))
                elif connection.execute(self.scope.select(table).where(mine).limit(1)).first():
                    raise Clash(
                        f"the tenant {id!r} still keeps {table.name}: confirm that all is removed"
                    )
            connection.execute(self.scope.delete(tenants).where(tenants.c.id == id))

        await self.scope.write(work, frees=True)

    def _found(self, connection: Connection, id: str) -> Tenant | None:  # noqa: A002
        row = connection.execute(self.scope.select(tenants).where(tenants.c.id == id))
        found = row.mappings().first()
        return _tenant(found) if found else None


def limit_in(connection: Connection, scope: Scope, name: str) -> float:
    """Give a limit of a scope's tenant, within the unit of work that would pass it."""
    everywhere = replace(scope, tenant=EVERYWHERE)  # the table of tenants is no tenant's own
    asked = everywhere.select(tenants, tenants.c.limits).where(tenants.c.id == scope.tenant)
    own = connection.execute(asked).scalar() or {}
    return float(own.get(name, LIMITS[name].usual))


def tenant_id(word: str) -> str:
    """Give the id of a tenant; BadInput where it can be none."""
    if not _ID.fullmatch(word):
        raise BadInput(f"{word[:63]!r} is no name of a tenant: 1 to 63 of a-z, 0-9 and -")
    return word


def _tenant(row: RowMapping) -> Tenant:
    return Tenant(id=row["id"], name=row["name"], created=row["created"], limits=row["limits"])

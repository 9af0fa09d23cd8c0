"""A tenant's own roles."""

from sqlalchemy import Connection

from hexascope.domain.errors import Clash, NotKnown, TooMuch
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.access import roles, sessions, users

MOST_OWN_ROLES = 100
"""Own roles of one tenant."""


def own_roles(scope: Scope, connection: Connection) -> dict[str, tuple[str, ...]]:
    """Give the permissions of each own role: a part of another unit of work."""
    chosen = scope.select(roles).order_by(roles.c.name).limit(MOST_OWN_ROLES)
    found = connection.execute(chosen).mappings()
    return {row["name"]: tuple(row["permissions"]) for row in found}


class OwnRoles:
    """The own roles of a scope."""

    __slots__ = ("scope",)

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    async def all(self) -> dict[str, tuple[str, ...]]:
        """Give the permissions of each, by name."""
        return await self.scope.read(lambda connection: own_roles(self.scope, connection))

    async def add(self, name: str, permissions: tuple[str, ...], now: float) -> None:
        """Keep a new one; Clash, TooMuch."""

        def work(connection: Connection) -> None:
            there = own_roles(self.scope, connection)
            if name in there:
                raise Clash(f"there is a role {name!r} already")
            if len(there) >= MOST_OWN_ROLES:
                raise TooMuch(f"a tenant has at most {MOST_OWN_ROLES} roles of its own")
            row = {"name": name, "permissions": list(permissions), "changed": now}
            connection.execute(self.scope.insert(roles).values(**row))

        await self.scope.write(work)

    async def change(self, name: str, permissions: tuple[str, ...], now: float) -> None:
        """Give one other permissions; who has it logs in again. NotKnown."""

        def work(connection: Connection) -> None:
            mine = self.scope.update(roles).where(roles.c.name == name)
            changed = mine.values(permissions=list(permissions), changed=now)
            if connection.execute(changed).rowcount != 1:
                raise NotKnown(f"there is no own role {name[:64]!r}")
            self._end_sessions(connection, name)

        await self.scope.write(work)

    async def remove(self, name: str) -> None:
        """Remove one that nobody has; NotKnown, Clash."""

        def work(connection: Connection) -> None:
            if self._who_has(connection, name):
                raise Clash(f"users have the role {name[:64]!r}: take it from them first")
            gone = connection.execute(self.scope.delete(roles).where(roles.c.name == name))
            if gone.rowcount != 1:
                raise NotKnown(f"there is no own role {name[:64]!r}")

        await self.scope.write(work)

    def _who_has(self, connection: Connection, name: str) -> list[str]:
        found = connection.execute(self.scope.select(users, users.c.id, users.c.roles))
        return [row[0] for row in found if name in row[1]]

    def _end_sessions(self, connection: Connection, name: str) -> None:
        """End the sessions of all who have a role: their next one has its new permissions."""
        theirs = sessions.c.user.in_(self._who_has(connection, name))
        connection.execute(self.scope.delete(sessions).where(theirs))

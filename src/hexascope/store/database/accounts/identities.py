"""Who a user is at an identity provider."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from hexascope.domain.errors import NotKnown
from hexascope.store.database.accounts.users import User, Users
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.access import identities, sessions, users


class Identities:
    """The identities of a scope's users."""

    __slots__ = ("scope",)

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    async def user_of(self, issuer: str, subject: str) -> User | None:
        """Give whose identity this is."""

        def work(connection: Connection) -> User | None:
            which = (identities.c.issuer == issuer, identities.c.subject == subject)
            found = connection.execute(self.scope.select(identities).where(*which))
            row = found.mappings().first()
            return Users(self.scope).maybe(connection, row["user"]) if row else None

        return await self.scope.read(work)

    async def link(self, issuer: str, subject: str, user: User, now: float, *, new: bool) -> User:
        """Keep that this identity is this user's, who may be `new`; Clash, NotKnown."""

        def work(connection: Connection) -> User:
            known = Users(self.scope)
            held = known.put(connection, user) if new else known.found(connection, user.id)
            row = {"issuer": issuer, "subject": subject, "user": user.id, "created": now}
            self.scope.upsert(connection, identities, [row])
            return held

        return await self.scope.write(work)

    async def change_roles(self, user: str, changes: Mapping[str, Any]) -> None:
        """Give a user the roles that the provider says; his other sessions end. NotKnown."""

        def work(connection: Connection) -> None:
            changed = self.scope.update(users).where(users.c.id == user).values(**changes)
            if connection.execute(changed).rowcount != 1:
                raise NotKnown(f"no user {user!r} is known")
            connection.execute(self.scope.delete(sessions).where(sessions.c.user == user))

        await self.scope.write(work)

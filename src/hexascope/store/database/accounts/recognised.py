"""Finding who asks by what he brings, in one look at the database."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, RowMapping
from sqlalchemy import Table as TableOf

from hexascope.store.database.accounts.roles import own_roles
from hexascope.store.database.accounts.tokens import Token, token_of_row
from hexascope.store.database.accounts.users import User, Users
from hexascope.store.database.scope import Scope, Store
from hexascope.store.database.tables.access import (
    denied_tokens,
    refresh_tokens,
    sessions,
    tokens,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A user with his tenant's own roles, and the session or the token that led to him."""

    tenant: str
    user: User
    own_roles: dict[str, tuple[str, ...]]
    session: str = ""
    seen: float = 0.0
    ends: float = 0.0
    token: Token | None = None


@dataclass(frozen=True, slots=True)
class Recognised:
    """Looks over all tenants: whose a cookie or a token is, only the database knows."""

    store: Store

    async def by_session(self, hash: str) -> Found | None:  # noqa: A002 - the word of the domain
        """Give whose session this is, live or not."""

        def work(connection: Connection) -> Found | None:
            scope = self.store.everywhere()
            chosen = scope.select(sessions).where(sessions.c.hash == hash)
            row = connection.execute(chosen).mappings().first()
            if row is None:
                return None
            found = self._user(connection, row)
            if found is None:
                return None
            return Found(
                tenant=row["tenant"],
                user=found,
                own_roles=own_roles(self.store.of(row["tenant"]), connection),
                session=row["id"],
                seen=row["seen"],
                ends=row["ends"],
            )

        return await self.store.everywhere().read(work)

    async def by_token(self, id: str) -> Found | None:  # noqa: A002 - the word of the domain
        """Give whose API token this is, live or not."""
        return await self.store.everywhere().read(lambda connection: self._token(connection, id))

    async def by_access_token(self, token: str, family: str, id: str) -> Found | None:  # noqa: A002
        """Give whose access token this is; None where it, or its family, was revoked."""

        def work(connection: Connection) -> Found | None:
            found = self._token(connection, token)
            if found is None:
                return None
            scope = self.store.of(found.tenant)
            if _any(connection, scope, denied_tokens, denied_tokens.c.id == id):
                return None
            alive = _any(connection, scope, refresh_tokens, refresh_tokens.c.family == family)
            return found if alive else None

        return await self.store.everywhere().read(work)

    def _token(self, connection: Connection, id: str) -> Found | None:  # noqa: A002
        scope = self.store.everywhere()
        row = connection.execute(scope.select(tokens).where(tokens.c.id == id)).mappings().first()
        user = row and self._user(connection, row)
        if not row or not user:
            return None
        own = own_roles(self.store.of(row["tenant"]), connection)
        token = token_of_row(row)
        return Found(tenant=row["tenant"], user=user, own_roles=own, token=token, ends=token.ends)

    def _user(self, connection: Connection, row: RowMapping) -> User | None:
        return Users(self.store.of(row["tenant"])).maybe(connection, row["user"])


def _any(connection: Connection, scope: Scope, table: TableOf, which: ColumnElement[bool]) -> bool:
    chosen = scope.select(table, table.c.id).where(which).limit(1)
    return connection.execute(chosen).first() is not None

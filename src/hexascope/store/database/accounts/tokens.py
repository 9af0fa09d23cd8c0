"""API tokens: what is kept is the id that finds one, and a hash that proves it."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, RowMapping

from hexascope.domain.errors import NotKnown, TooMuch
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.access import refresh_tokens, tokens

MOST_TOKENS = 1_000
"""Tokens of one tenant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A token as it is kept; `user` made it, and it may never do more than that user may."""

    id: str
    name: str
    user: str
    hash: str
    permissions: tuple[str, ...]
    created: float
    ends: float
    used: float | None = None


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a scope."""

    scope: Scope

    async def page(self, after: tuple[str] | None, limit: int, *, user: str = "") -> list[Token]:
        """Give some, by id, after that of another; of one user, or of all."""
        chosen = self.scope.select(tokens).order_by(tokens.c.id).limit(limit)
        if user:
            chosen = chosen.where(tokens.c.user == user)
        if after:
            chosen = chosen.where(tokens.c.id > after[0])
        return await self.scope.read(
            lambda connection: [token_of_row(row) for row in connection.execute(chosen).mappings()]
        )

    async def one(self, id: str) -> Token:  # noqa: A002 - the word of the domain
        """Give one; NotKnown."""
        chosen = self.scope.select(tokens).where(tokens.c.id == id)
        found = await self.scope.read(
            lambda connection: connection.execute(chosen).mappings().first()
        )
        if found is None:
            raise NotKnown(f"no token {id[:64]!r} is known")
        return token_of_row(found)

    async def add(self, token: Token) -> None:
        """Keep a new one; TooMuch beyond the limit."""

        def work(connection: Connection) -> None:
            there = connection.execute(self.scope.select(tokens, tokens.c.id)).all()
            if len(there) >= MOST_TOKENS:
                raise TooMuch(f"a tenant has at most {MOST_TOKENS} tokens: revoke old ones")
            row = asdict(token) | {"permissions": list(token.permissions)}
            connection.execute(self.scope.insert(tokens).values(**row))

        await self.scope.write(work)

    async def revoke(self, id: str) -> None:  # noqa: A002 - the word of the domain
        """Remove one, and what was given out for it; NotKnown."""

        def work(connection: Connection) -> None:
            gone = connection.execute(self.scope.delete(tokens).where(tokens.c.id == id))
            if gone.rowcount != 1:
                raise NotKnown(f"no token {id[:64]!r} is known")
            given = self.scope.delete(refresh_tokens).where(refresh_tokens.c.token == id)
            connection.execute(given)

        await self.scope.write(work)

    async def touch(self, id: str, now: float) -> None:  # noqa: A002 - the word of the domain
        """Write that one was used now."""
        chosen = self.scope.update(tokens).where(tokens.c.id == id).values(used=now)
        await self.scope.write(lambda connection: connection.execute(chosen))


def token_of_row(row: RowMapping) -> Token:
    """Read a row."""
    plain = {name: row[name] for name in row if name != "tenant"}
    return Token(**plain | {"permissions": tuple(row["permissions"])})

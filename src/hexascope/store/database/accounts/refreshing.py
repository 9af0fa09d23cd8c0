"""Refresh tokens of services: each is used once; the second use of one ends its whole family."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection

from hexascope.domain.errors import TooMuch
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.access import denied_tokens, refresh_tokens

MOST_OF_A_TOKEN = 1_000
"""Refresh tokens that one API token begins or has used within a day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """A refresh token as it is kept; `token` is the API token that it began with."""

    id: str
    family: str
    token: str
    hash: str
    created: float
    ends: float
    used: float | None = None


class Refreshing:
    """The refresh tokens of a scope."""

    __slots__ = ("scope",)

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    async def add(self, fresh: Refresh) -> None:
        """Keep the first of a family, and forget what is out of date; TooMuch."""

        def work(connection: Connection) -> None:
            for table in (refresh_tokens, denied_tokens):
                old = self.scope.delete(table).where(table.c.ends < fresh.created)
                connection.execute(old)
            held = self.scope.select(refresh_tokens, refresh_tokens.c.id)
            mine = held.where(refresh_tokens.c.token == fresh.token).limit(MOST_OF_A_TOKEN)
            if len(connection.execute(mine).all()) >= MOST_OF_A_TOKEN:
                raise TooMuch("this API token has too many access tokens under way: revoke some")
            connection.execute(self.scope.insert(refresh_tokens).values(**asdict(fresh)))

        await self.scope.write(work)

    async def one(self, id: str) -> tuple[str, Refresh] | None:  # noqa: A002
        """Give one with its tenant."""
        chosen = self.scope.select(refresh_tokens).where(refresh_tokens.c.id == id)
        row = await self.scope.read(
            lambda connection: connection.execute(chosen).mappings().first()
        )
        if row is None:
            return None
        return row["tenant"], Refresh(**{name: row[name] for name in row if name != "tenant"})

    async def mine(self, id: str) -> Refresh | None:  # noqa: A002 - the word of the domain
        """Give one of this tenant."""
        found = await self.one(id)
        return found[1] if found else None

    async def follow(self, held: Refresh, fresh: Refresh, now: float) -> bool:
        """Use one up, and keep its follower; False where it was used before: its family ends."""

        def work(connection: Connection) -> bool:
            unused = (refresh_tokens.c.id == held.id, refresh_tokens.c.used.is_(None))
            used = self.scope.update(refresh_tokens).where(*unused).values(used=now)
            if connection.execute(used).rowcount != 1:
                self._end(connection, held.family)
                return False
            connection.execute(self.scope.insert(refresh_tokens).values(**asdict(fresh)))
            return True

        return await self.scope.write(work)

    async def end(self, family: str) -> None:
        """End a family: its access tokens are refused with it."""
        await self.scope.write(lambda connection: self._end(connection, family))

    async def deny(self, id: str, ends: float) -> None:  # noqa: A002 - the word of the domain
        """Refuse one access token until its end."""
        row = {"id": id, "ends": ends}
        await self.scope.write(
            lambda connection: self.scope.upsert(connection, denied_tokens, [row])
        )

    def _end(self, connection: Connection, family: str) -> None:
        gone = self.scope.delete(refresh_tokens).where(refresh_tokens.c.family == family)
        connection.execute(gone)

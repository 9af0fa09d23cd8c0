"""One-time links: to make the first administrator, or to set a user's password."""

from sqlalchemy import Connection

from hexascope.domain.errors import NotKnown
from hexascope.store.database.accounts.users import Users
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.access import links


async def offer_link(scope: Scope, *, hash: str, user: str, now: float, ends: float) -> None:  # noqa: A002
    """Keep a link for a user ('': for the first administrator), in the place of an earlier one.

    NotKnown where there is no such user.
    """

    def work(connection: Connection) -> None:
        if user:
            Users(scope).found(connection, user)
        connection.execute(scope.delete(links).where(links.c.user == user))
        row = {"hash": hash, "user": user, "created": now, "ends": ends}
        connection.execute(scope.insert(links).values(**row))

    await scope.write(work)


async def whose_link(everywhere: Scope, hash: str, now: float) -> tuple[str, str]:  # noqa: A002
    """Give the tenant and the user ('': the first one) of a link; NotKnown. It stays usable."""
    chosen = everywhere.select(links).where(links.c.hash == hash, links.c.ends > now)
    row = await everywhere.read(lambda connection: connection.execute(chosen).mappings().first())
    if row is None:
        raise NotKnown(
            "this link is used up or out of date: `hexascope users link` makes a new one"
        )
    return row["tenant"], row["user"]

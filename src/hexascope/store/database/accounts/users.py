"""The users of a tenant."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping
from sqlalchemy.exc import IntegrityError

from hexascope.domain.errors import Clash, NotKnown, TooMuch
from hexascope.store.database.accounts.sessions import Session, keep_session
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.access import (
    identities,
    links,
    recovery_codes,
    refresh_tokens,
    sessions,
    tokens,
    users,
)
from hexascope.store.database.tenants import limit_in

MOST_USERS = 5_000
"""Users of one tenant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A user as it is kept; `key` is the name as names are compared, times are since 1970."""

    id: str
    name: str
    key: str
    email: str = ""
    email_key: str = ""
    password: str = ""
    totp: str = ""
    totp_offered: str = ""
    totp_step: int = 0
    disabled: bool = False
    instance: bool = False
    roles: tuple[str, ...] = ()
    created: float = 0.0
    changed: float = 0.0
    seen: float | None = None


@dataclass(frozen=True, slots=True)
class Users:
    """The users of a scope."""

    scope: Scope

    async def all(self) -> list[User]:
        """Give all, by name."""
        return await self.scope.read(self.everyone)

    async def page(self, after: tuple[str] | None, limit: int) -> list[User]:
        """Give some, by key, after that of another."""
        chosen = self.scope.select(users).order_by(users.c.key).limit(limit)
        if after:
            chosen = chosen.where(users.c.key > after[0])
        return await self.scope.read(
            lambda connection: [_user(row) for row in connection.execute(chosen).mappings()]
        )

    async def one(self, id: str) -> User:  # noqa: A002 - the word of the domain
        """Give one; NotKnown."""
        return await self.scope.read(lambda connection: self.found(connection, id))

    async def named(self, key: str) -> User | None:
        """Give the one with this key, if there is one."""
        return await self.scope.read(lambda connection: self._first(connection, users.c.key == key))

    async def with_email(self, email_key: str) -> list[User]:
        """Give those with this address; none for an empty one."""
        if not email_key:
            return []
        chosen = self.scope.select(users).where(users.c.email_key == email_key).limit(2)
        return await self.scope.read(
            lambda connection: [_user(row) for row in connection.execute(chosen).mappings()]
        )

    async def add(self, user: User) -> User:
        """Keep a new one; Clash where the name is taken."""
        return await self.scope.write(lambda connection: self.put(connection, user))

    async def begin(self, user: User, session: Session, link: str) -> User:
        """Keep the first administrator with his session, for a link; NotKnown, Clash.

        Of two that come at once with the same link, the one that removes it wins.
        """

        def work(connection: Connection) -> User:
            self.consume(connection, link, session.created)
            if administrators(self.everyone(connection)):
                raise Clash("there is an administrator already: log in")
            made = self.put(connection, user)
            keep_session(self.scope, connection, session)
            return made

        return await self.scope.write(work)

    async def change(
        self,
        id: str,  # noqa: A002 - the word of the domain
        changes: Mapping[str, Any],
        *,
        ends: bool = True,
        session: Session | None = None,
        also: Callable[[Connection], object] = lambda _connection: None,
    ) -> User:
        """Change columns of one; with `ends` its sessions end, and `session` is there instead.

        NotKnown, Clash (the name is taken, or it was the last administrator).
        """

        def work(connection: Connection) -> User:
            self._lock(connection)
            before = self.found(connection, id)
            statement = self.scope.update(users).where(users.c.id == id).values(**changes)
            _clashing(connection, statement)
            self._refuse_none_left(connection, before)
            if ends:
                connection.execute(self.scope.delete(sessions).where(sessions.c.user == id))
            if session is not None:
                keep_session(self.scope, connection, session)
            also(connection)
            return self.found(connection, id)

        return await self.scope.write(work)

    async def set_by_link(
        self, link: str, user: str, changes: Mapping[str, Any], now: float
    ) -> User:
        """Change a user who holds a one-time link, and end his sessions; NotKnown."""

        def work(connection: Connection) -> User:
            if self.consume(connection, link, now) != user:
                raise NotKnown("this link is used up or out of date")
            self.found(connection, user)
            connection.execute(self.scope.update(users).where(users.c.id == user).values(**changes))
            connection.execute(self.scope.delete(sessions).where(sessions.c.user == user))
            return self.found(connection, user)

        return await self.scope.write(work)

    async def change_proof(
        self,
        id: str,  # noqa: A002 - the word of the domain
        changes: Mapping[str, Any],
        hashes: Sequence[str],
        also: Callable[[Connection], object] = lambda _connection: None,
    ) -> None:
        """Change a user's second proof, and put new recovery codes in the place of all old ones.

        `also` keeps or forgets the secret of it, in the same transaction.
        """

        def work(connection: Connection) -> None:
            self.found(connection, id)
            connection.execute(self.scope.update(users).where(users.c.id == id).values(**changes))
            connection.execute(self.scope.delete(recovery_codes).where(recovery_codes.c.user == id))
            for one in hashes:
                connection.execute(self.scope.insert(recovery_codes).values(user=id, hash=one))
            also(connection)

        await self.scope.write(work)

    async def remove(self, id: str) -> None:  # noqa: A002 - the word of the domain
        """Remove one, and all that proves him; NotKnown, Clash for the last administrator."""

        def work(connection: Connection) -> None:
            self._lock(connection)
            before = self.found(connection, id)
            for table in (sessions, recovery_codes, identities, links):
                connection.execute(self.scope.delete(table).where(table.c.user == id))
            held = self.scope.select(tokens, tokens.c.id).where(tokens.c.user == id)
            gone = refresh_tokens.c.token.in_(held)
            connection.execute(self.scope.delete(refresh_tokens).where(gone))
            connection.execute(self.scope.delete(tokens).where(tokens.c.user == id))
            connection.execute(self.scope.delete(users).where(users.c.id == id))
            self._refuse_none_left(connection, before)

        await self.scope.write(work)

    # parts of other units of work

    def everyone(self, connection: Connection) -> list[User]:
        """Give all, by name."""
        chosen = self.scope.select(users).order_by(users.c.key).limit(MOST_USERS)
        return [_user(row) for row in connection.execute(chosen).mappings()]

    def found(self, connection: Connection, id: str) -> User:  # noqa: A002 - the word of the domain
        """Give one; NotKnown."""
        found = self._first(connection, users.c.id == id)
        if found is None:
            raise NotKnown(f"no user {id[:64]!r} is known")
        return found

    def maybe(self, connection: Connection, id: str) -> User | None:  # noqa: A002
        """Give one, if it is there."""
        return self._first(connection, users.c.id == id)

    def put(self, connection: Connection, user: User) -> User:
        """Keep a new one; Clash where the name is taken, TooMuch beyond the limit."""
        most = min(MOST_USERS, limit_in(connection, self.scope, "users"))
        if len(self.everyone(connection)) >= most:
            raise TooMuch(f"this tenant has at most {most:.0f} users")
        row = asdict(user) | {"roles": list(user.roles)}
        _clashing(connection, self.scope.insert(users).values(**row))
        return user

    def consume(self, connection: Connection, link: str, now: float) -> str:
        """Use up a one-time link, and give whose it is ('': for the first one); NotKnown."""
        chosen = self.scope.select(links).where(links.c.hash == link, links.c.ends > now)
        row = connection.execute(chosen).mappings().first()
        gone = connection.execute(self.scope.delete(links).where(links.c.hash == link))
        if row is None or gone.rowcount != 1:
            raise NotKnown("this link is used up or out of date")
        return str(row["user"])

    def _first(self, connection: Connection, which: Any) -> User | None:
        row = connection.execute(self.scope.select(users).where(which)).mappings().first()
        return _user(row) if row else None

    def _lock(self, connection: Connection) -> None:
        """Have others who change users wait: of two that go, one must see that it is the last."""
        connection.execute(self.scope.select(users, users.c.id).with_for_update())

    def _refuse_none_left(self, connection: Connection, before: User) -> None:
        """Refuse what takes a tenant its last administrator: nobody could let anyone in again."""
        if administrators([before]) and not administrators(self.everyone(connection)):
            raise Clash(f"{before.name} is the last administrator")


def administrators(those: Sequence[User]) -> list[User]:
    """Give those who may do everything, and may log in."""
    return [one for one in those if "admin" in one.roles and not one.disabled]


def _clashing(connection: Connection, statement: Any) -> None:
    try:
        with connection.begin_nested():
            connection.execute(statement)
    except IntegrityError:
        raise Clash("there is a user of that name, or of one that looks like it") from None


def _user(row: RowMapping) -> User:
    plain = {name: row[name] for name in row if name != "tenant"}
    return User(**plain | {"roles": tuple(row["roles"])})

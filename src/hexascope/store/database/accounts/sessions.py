"""The sessions of people: what is kept is a hash of the cookie's secret."""

from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping

from hexascope.domain.errors import Clash, NotKnown
from hexascope.store.database.accounts.attempts import forgive
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.access import (
    denied_tokens,
    links,
    recovery_codes,
    refresh_tokens,
    sessions,
    users,
)

MOST_SESSIONS = 20
"""Sessions of one user; where one more begins, the one unused for longest ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session as it is kept; `hash` is that of the secret, times are since 1970."""

    id: str
    hash: str
    user: str
    created: float
    seen: float
    ends: float
    address: str = ""
    browser: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What else a login proved, and must be used up with it: a step of TOTP, a recovery code."""

    step: int = 0
    recovery: str = ""
    password: str = ""
    """A new hash of the same password, where the kept one was made with less."""


@dataclass(frozen=True, slots=True)
class Sessions:
    """The sessions of a scope."""

    scope: Scope

    async def begin(
        self, session: Session, proof: Proof, attempts: tuple[str, str] | None = None
    ) -> None:
        """Begin one, forget the failures before it; Clash where its proof was used meanwhile."""

        def work(connection: Connection) -> None:
            self._use_up(connection, session, proof)
            keep_session(self.scope, connection, session)
            if attempts is not None:
                forgive(connection, *attempts, session.created)
            self._sweep(connection, session)

        await self.scope.write(work)

    async def of(self, user: str, now: float, idle: float) -> list[Session]:
        """Give the live ones of a user, the last used first."""
        chosen = (
            self.scope.select(sessions)
            .where(sessions.c.user == user, sessions.c.ends > now, sessions.c.seen > now - idle)
            .order_by(sessions.c.seen.desc(), sessions.c.id)
            .limit(MOST_SESSIONS)
        )
        return await self.scope.read(
            lambda connection: [_session(row) for row in connection.execute(chosen).mappings()]
        )

    async def end(self, id: str, user: str) -> None:  # noqa: A002 - the word of the domain
        """End one of a user; NotKnown."""
        chosen = self.scope.delete(sessions).where(sessions.c.id == id, sessions.c.user == user)

        def work(connection: Connection) -> None:
            if connection.execute(chosen).rowcount != 1:
                raise NotKnown("no session of that id is yours")

        await self.scope.write(work)

    async def end_all(self, user: str, *, keeps: str = "") -> int:
        """End all of a user, but one; give how many ended."""
        chosen = self.scope.delete(sessions).where(sessions.c.user == user, sessions.c.id != keeps)
        return await self.scope.write(lambda connection: connection.execute(chosen).rowcount)

    async def touch(self, id: str, now: float) -> None:  # noqa: A002 - the word of the domain
        """Write that one was used now."""
        chosen = self.scope.update(sessions).where(sessions.c.id == id).values(seen=now)
        await self.scope.write(lambda connection: connection.execute(chosen))

    def _use_up(self, connection: Connection, session: Session, proof: Proof) -> None:
        """Use up what proved it; the rows' own conditions decide between two at once."""
        changes: dict[str, Any] = {"seen": session.created}
        conditions = [users.c.id == session.user, users.c.disabled.is_(False)]
        if proof.step:
            changes["totp_step"] = proof.step
            conditions.append(users.c.totp_step < proof.step)
        if proof.password:
            changes["password"] = proof.password
        mine = self.scope.update(users).where(*conditions).values(**changes)
        used = self.scope.delete(recovery_codes).where(
            recovery_codes.c.user == session.user, recovery_codes.c.hash == proof.recovery
        )
        if connection.execute(mine).rowcount != 1 or (
            proof.recovery and connection.execute(used).rowcount != 1
        ):
            raise Clash("what proved this login was used by another one")

    def _sweep(self, connection: Connection, session: Session) -> None:
        """Remove what has ended, and this user's oldest session where there are too many."""
        for table in (sessions, links, refresh_tokens, denied_tokens):
            connection.execute(self.scope.delete(table).where(table.c.ends < session.created))
        kept = (
            self.scope.select(sessions, sessions.c.id)
            .where(sessions.c.user == session.user)
            .order_by(sessions.c.seen.desc(), sessions.c.id.desc())
        )
        for row in connection.execute(kept).all()[MOST_SESSIONS:]:
            connection.execute(self.scope.delete(sessions).where(sessions.c.id == row[0]))


def keep_session(scope: Scope, connection: Connection, session: Session) -> None:
    """Keep a new session: a part of another unit of work."""
    connection.execute(scope.insert(sessions).values(**asdict(session)))


def _session(row: RowMapping) -> Session:
    return Session(**{name: row[name] for name in row if name != "tenant"})

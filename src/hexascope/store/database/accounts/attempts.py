"""How often who failed to log in: of no tenant, for one address may try them all."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.access import login_attempts

MOST_KEPT = 100_000
"""Accounts and addresses whose failures are remembered; beyond, the oldest are forgotten."""

FORGOTTEN_AFTER_S = 24 * 3600.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How many failures are free, and how the pause after them grows: doubled up to the longest."""

    free: int
    first_s: float
    longest_s: float

    def pause(self, failures: int) -> float:
        """Give how long to wait after so many failures, in seconds."""
        beyond = failures - self.free
        return 0.0 if beyond < 0 else min(self.longest_s, self.first_s * 2 ** min(beyond, 40))


@dataclass(frozen=True, slots=True)
class Attempts:
    """The failures of all; over `Store.everywhere()`."""

    scope: Scope

    async def count(self, keys: Mapping[str, Patience], now: float) -> float:
        """Count a try before it is made, so that a hundred at once are a hundred.

        Gives 0.0 where it may be made, else the seconds to wait: then nothing is counted.
        """

        def work(connection: Connection) -> float:
            for key in sorted(keys):  # in one order: nobody waits in a circle
                self.scope.alone(connection, "attempts", key)
            chosen = self.scope.select(login_attempts).where(login_attempts.c.key.in_(keys))
            found = {row["key"]: row for row in connection.execute(chosen).mappings()}
            wait = max((row["until"] - now for row in found.values()), default=0.0)
            if wait > 0:
                return float(wait)
            for key in sorted(keys):
                row = found.get(key)
                fresh = row is None or row["last"] < now - FORGOTTEN_AFTER_S
                failures = 1 if fresh or row is None else row["failures"] + 1
                until = now + keys[key].pause(failures)
                kept = {"key": key, "failures": failures, "last": now, "until": until}
                self.scope.upsert(connection, login_attempts, [kept])
            self._sweep(connection, now)
            return 0.0

        return await self.scope.write(work)

    def _sweep(self, connection: Connection, now: float) -> None:
        """Forget what is old, and the oldest of what is too much."""
        last = login_attempts.c.last
        newest_first = self.scope.select(login_attempts, last).order_by(last.desc())
        edge = connection.execute(newest_first.offset(MOST_KEPT).limit(1)).scalar()
        until = max(now - FORGOTTEN_AFTER_S, edge if edge is not None else 0.0)
        connection.execute(self.scope.delete(login_attempts).where(last < until))


def forgive(connection: Connection, account: str, address: str, now: float) -> None:
    """Forget an account's failures, and one of its address: a part of another unit of work.

    The address keeps what it did to others: who has one account could else try all.
    """
    connection.execute(login_attempts.delete().where(login_attempts.c.key == account))
    one_less = {"failures": login_attempts.c.failures - 1, "until": now}
    which = login_attempts.c.key == address
    connection.execute(login_attempts.update().where(which).values(**one_less))

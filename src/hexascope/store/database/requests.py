"""What repeated requests are answered with: each key is claimed with the change that it is for.

The claim is a row that is inserted in the transaction of the request's first write. So of two
requests with one key only one can change anything, however they and the server end; the answer is
put into the row afterwards.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, func

from hexascope.domain.deed import Deed
from hexascope.domain.errors import Clash
from hexascope.store.database.scope import Record, Scope
from hexascope.store.database.tables.requests import requests

MOST_KEPT = 100_000
"""Rows that are kept of all tenants; of more the oldest go."""

KEPT_S = 86_400.0
"""How long at least a key is known."""

MOST_AT_ONCE = 5_000
"""Rows that one unit of work removes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A key in use: a hash of who asks and his key, and a hash of all that he asks for."""

    id: str
    fingerprint: str
    claimed: float
    made: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What is known of a claimed key; a `status` of 0 says: done, and the answer is not known."""

    claim: Claim
    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Requests:
    """The claimed keys of a scope."""

    scope: Scope

    async def one(self, id: str) -> Answered | None:  # noqa: A002 - the word of the domain
        """Give what is known of a key."""

        def work(connection: Connection) -> Answered | None:
            found = connection.execute(self.scope.select(requests).where(requests.c.id == id))
            row = found.mappings().first()
            if row is None:
                return None
            return Answered(
                claim=Claim(
                    id=row["id"],
                    fingerprint=row["fingerprint"],
                    claimed=row["claimed"],
                    made=row["made"],
                ),
                status=row["status"],
                headers=row["headers"],
                body=bytes(row["body"]),
            )

        return await self.scope.read(work)

    def claim(self, connection: Connection, claim: Claim) -> None:
        """Claim a key: a part of the unit of work that it is for. Clash where another has it."""
        row = _row(claim)
        if not self.scope.insert_new(connection, requests, row):
            raise Clash("another request with this Idempotency-Key was faster: ask again")

    def claiming(self, claim: Callable[[], Claim], record: Record) -> Record:
        """Give a record of deeds that claims a key as well, in the same transaction."""

        def both(connection: Connection, deed: Deed) -> None:
            self.claim(connection, claim())
            record(connection, deed)

        return both

    async def keep(self, answered: Answered) -> None:
        """Put the answer beside the claim; where nothing was changed, claim and answer at once."""
        values = {
            "status": answered.status,
            "headers": dict(answered.headers),
            "body": answered.body,
        }

        def work(connection: Connection) -> None:
            known = self.scope.update(requests).where(requests.c.id == answered.claim.id)
            found = connection.execute(
                known.where(requests.c.fingerprint == answered.claim.fingerprint).values(**values)
            )
            if not found.rowcount:
                self.scope.insert_new(connection, requests, {**_row(answered.claim), **values})

        await self.scope.write(work)

    async def forget_before(self, time: float) -> int:
        """Remove the rows that are older, and the oldest of too many; give how many went."""

        def work(connection: Connection) -> int:
            old = self.scope.select(requests, requests.c.tenant, requests.c.id)
            oldest_first = old.order_by(requests.c.claimed)
            count = connection.execute(self.scope.select(requests, func.count())).scalar_one()
            too_old = connection.execute(
                oldest_first.where(requests.c.claimed < time).limit(MOST_AT_ONCE)
            ).all()
            over = min(max(0, count - MOST_KEPT), MOST_AT_ONCE)
            too_many = connection.execute(oldest_first.limit(over)).all() if over else []
            gone = {(row.tenant, row.id) for row in (*too_old, *too_many)}
            for tenant, id_ in gone:
                connection.execute(
                    self.scope.delete(requests).where(
                        requests.c.tenant == tenant, requests.c.id == id_
                    )
                )
            return len(gone)

        return await self.scope.write(work, frees=True)


def _row(claim: Claim) -> dict[str, object]:
    return {
        "id": claim.id,
        "fingerprint": claim.fingerprint,
        "claimed": claim.claimed,
        "made": claim.made,
        "status": 0,
        "headers": {},
        "body": b"",
    }

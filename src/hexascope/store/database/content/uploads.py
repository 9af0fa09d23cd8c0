"""Bundles that somebody has sent, until they are judged: any machine that works finds them here."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import IO

from sqlalchemy import Connection, RowMapping

from hexascope.domain.errors import NotKnown, TooMuch
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.content import upload_parts, uploads

PART_BYTES = 2**20
MOST_WAITING = 100
"""Bundles of one tenant that wait at a time: a worker judges one in a second."""

LONGEST_WAIT_S = 7 * 86_400.0
"""What could not be judged for so long goes when another comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """What is known of a bundle before it is judged; `created` in seconds since 1970."""

    id: str
    host: str
    host_name: str
    size_bytes: int
    sha256: str
    by: str
    created: float


@dataclass(frozen=True, slots=True)
class Uploads:
    """The waiting bundles of a scope."""

    scope: Scope

    async def all(self) -> list[Upload]:
        """Give those that wait, the newest first."""
        order = (uploads.c.created.desc(), uploads.c.id.desc())
        chosen = self.scope.select(uploads).order_by(*order).limit(MOST_WAITING)

        def work(connection: Connection) -> list[Upload]:
            return [_upload(row) for row in connection.execute(chosen).mappings()]

        return await self.scope.read(work)

    async def one(self, id: str) -> Upload:  # noqa: A002 - the word of the domain
        """Give one; NotKnown."""
        chosen = self.scope.select(uploads).where(uploads.c.id == id)
        row = await self.scope.read(
            lambda connection: connection.execute(chosen).mappings().first()
        )
        if row is None:
            raise NotKnown(f"no bundle {id[:80]!r} waits here")
        return _upload(row)

    def add(self, connection: Connection, new: Upload, parts: Sequence[bytes]) -> None:
        """Keep a bundle: a part of another unit of work; TooMuch where too many wait."""
        self.scope.alone(connection, "uploads")
        old = self.scope.delete(uploads).where(uploads.c.created < new.created - LONGEST_WAIT_S)
        connection.execute(old)
        waiting = self.scope.select(uploads, uploads.c.id).limit(MOST_WAITING)
        if len(connection.execute(waiting).all()) >= MOST_WAITING:
            raise TooMuch(f"{MOST_WAITING} bundles wait to be judged: send more when some are")
        connection.execute(self.scope.insert(uploads), [asdict(new)])
        for number, data in enumerate(parts):
            row = {"upload": new.id, "part": number, "data": data}
            connection.execute(self.scope.insert(upload_parts), [row])

    async def copy(self, id: str, stream: IO[bytes]) -> int:  # noqa: A002 - as above
        """Write a bundle's bytes to a stream, part by part; give how many. NotKnown."""
        known = await self.one(id)
        written = 0
        for number in range(-(-known.size_bytes // PART_BYTES)):
            written += stream.write(await self.part(id, number))
        return written

    async def part(self, id: str, number: int) -> bytes:  # noqa: A002 - as above
        """Give one part; b'' behind the last."""
        chosen = self.scope.select(upload_parts, upload_parts.c.data).where(
            upload_parts.c.upload == id, upload_parts.c.part == number
        )
        return await self.scope.read(lambda connection: connection.execute(chosen).scalar() or b"")

    def remove(self, connection: Connection, id: str) -> None:  # noqa: A002 - as above
        """Remove one, if it is there: a part of another unit of work."""
        connection.execute(self.scope.delete(uploads).where(uploads.c.id == id))


def _upload(row: RowMapping) -> Upload:
    return Upload(**{name: row[name] for name in Upload.__slots__})

"""Examinations kept with everything in them, so that any format can be written of them later."""

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from hexascope.store.contract import Kept
from hexascope.store.database.content.archive import DatabaseArchive
from hexascope.store.database.contract import Work
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.content import wholes
from hexascope.store.database.told import Told

LARGEST_BYTES = 64 * 2**20
"""Bytes of an examination as JSON; what is larger has its report alone."""


@dataclass(frozen=True, slots=True)
class Wholes:
    """The whole examinations of a scope; they go with the examinations that they are of."""

    scope: Scope

    def keeping(
        self, archive: DatabaseArchive, told: Told, data: bytes | None, also: Work[None]
    ) -> Work[Kept]:
        """Give the unit of work that keeps an examination, the whole of it, and what comes with it.

        What is kept already stays as it is.
        """

        def work(connection: Connection) -> Kept:
            kept = archive.keep_in(connection, told)
            if data is not None:
                self.scope.upsert(connection, wholes, [{"id": kept.id, "data": data}])
            also(connection)
            return kept

        return work

    async def packed(self, id: str) -> bytes | None:  # noqa: A002 - the word of the domain
        """Give one as it is kept; None where none is."""
        chosen = self.scope.select(wholes, wholes.c.data).where(wholes.c.id == id)
        return await self.scope.read(lambda connection: connection.execute(chosen).scalar())


def packed(told: Mapping[str, Any]) -> bytes | None:
    """Pack what JSON can say; None where it is too large to be kept beside its report."""
    plain = json.dumps(told, separators=(",", ":")).encode()
    return zlib.compress(plain, 6) if len(plain) <= LARGEST_BYTES else None


def unpacked(data: bytes) -> Any:
    """Give what was packed; ValueError where it is damaged or too large."""
    unpacking = zlib.decompressobj()
    try:
        plain = unpacking.decompress(data, LARGEST_BYTES)
    except zlib.error as error:
        raise ValueError(f"it is damaged: {error}") from None
    if not unpacking.eof:
        raise ValueError(f"it is cut, or has over {LARGEST_BYTES} bytes")
    return json.loads(plain)

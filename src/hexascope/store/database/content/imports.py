"""What was taken over from elsewhere, so that it is once."""

from collections.abc import Mapping
from dataclasses import dataclass

from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.archive import imports


@dataclass(frozen=True, slots=True)
class Imports:
    """The marks of a scope."""

    scope: Scope

    async def done(self, source: str) -> bool:
        """Tell whether a source was taken over to its end."""
        chosen = self.scope.select(imports, imports.c.source).where(imports.c.source == source)
        found = await self.scope.read(lambda connection: connection.execute(chosen).first())
        return found is not None

    async def mark(self, source: str, time: float, counts: Mapping[str, int]) -> None:
        """Say that it was, and how many of what."""
        row = {"source": source, "time": time, "counts": dict(counts)}
        await self.scope.write(lambda connection: self.scope.upsert(connection, imports, [row]))

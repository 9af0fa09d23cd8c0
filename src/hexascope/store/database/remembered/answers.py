"""The cache of models' answers, kept by a database: of one tenant, bounded, never failing."""

from dataclasses import dataclass

from sqlalchemy import Connection, func

from hexascope.domain.errors import HexascopeError
from hexascope.store.contract import CachedAnswer
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.archive import cached_answers
from hexascope.store.database.words import storable
from hexascope.store.folders.answers import (
    KEY,
    LARGEST_BYTES,
    MOST_ANSWERS,
    MOST_BYTES,
    fresh,
)


@dataclass(frozen=True, slots=True)
class DatabaseAnswers:
    """Keeps answers of one tenant; what the database refuses is not kept."""

    scope: Scope
    most: int = MOST_ANSWERS
    most_bytes: int = MOST_BYTES

    def get(self, key: str, *, now: float, most_age_s: float) -> CachedAnswer | None:
        if not KEY.fullmatch(key):
            return None
        c = cached_answers.c
        chosen = self.scope.select(cached_answers, c.value, c.time).where(c.key == key)
        try:
            found = self.scope.read_now(lambda connection: connection.execute(chosen).first())
        except HexascopeError:
            return None
        return fresh(found.value, now - found.time, most_age_s) if found is not None else None

    def put(self, key: str, value: str, *, now: float) -> None:
        kept = storable(value)
        size = len(kept.encode())
        if not KEY.fullmatch(key) or size > LARGEST_BYTES:
            return
        row = {"key": key, "time": now, "size_bytes": size, "value": kept}

        def work(connection: Connection) -> None:
            self.scope.alone(connection, "answers")
            self.scope.upsert(connection, cached_answers, [row])
            self._drop_oldest(connection, key)

        try:
            self.scope.write_now(work)
        except HexascopeError:
            return

    def forget(self, key: str) -> None:
        if not KEY.fullmatch(key):
            return
        gone = self.scope.delete(cached_answers).where(cached_answers.c.key == key)
        try:
            self.scope.write_now(lambda connection: connection.execute(gone).rowcount)
        except HexascopeError:
            return

    def clear(self) -> int:
        gone = self.scope.delete(cached_answers)
        try:
            return self.scope.write_now(lambda connection: connection.execute(gone).rowcount)
        except HexascopeError:
            return 0

    def _drop_oldest(self, connection: Connection, new: str) -> None:
        c = cached_answers.c
        count, total = connection.execute(
            self.scope.select(cached_answers, func.count(), func.sum(c.size_bytes))
        ).one()
        if count <= self.most and total <= self.most_bytes:
            return
        chosen = self.scope.select(cached_answers, c.key, c.size_bytes)
        gone, sum_ = [], 0
        for place, row in enumerate(
            connection.execute(chosen.order_by(c.key != new, c.time.desc(), c.key))
        ):
            sum_ += row.size_bytes
            if place >= self.most or (place > 0 and sum_ > self.most_bytes):
                gone.append(row.key)
        connection.execute(self.scope.delete(cached_answers).where(c.key.in_(gone)))

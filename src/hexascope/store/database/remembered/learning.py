"""What was learnt of models' servers, kept by a database."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from hexascope.domain.learnt import Learnt
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.archive import learnt as table
from hexascope.store.database.words import storable
from hexascope.store.folders.learnt import (
    KEPT_S,
    LONGEST_KEY,
    LONGEST_WORD,
    MOST_ENDPOINTS,
    MOST_QUIRKS,
)


@dataclass(frozen=True, slots=True)
class DatabaseLearning:
    """Keeps what one tenant's panels learnt."""

    scope: Scope

    def known(self, *, now: float) -> dict[str, Learnt]:
        return self.scope.read_now(lambda connection: self._fresh(connection, now))

    def keep(self, learnt: Mapping[str, Learnt], *, now: float) -> None:
        fitting = {key: one for key, one in learnt.items() if _fits(key, one)}

        def work(connection: Connection) -> None:
            self.scope.alone(connection, "learnt")
            known = self._fresh(connection, now)
            # what was known before keeps its time, so that it is looked at again some day
            rows = [
                {"endpoint": key, "rung": one.rung, "quirks": list(one.quirks), "time": now}
                for key, one in fitting.items()
                if known.get(key) != one
            ]
            self.scope.upsert(connection, table, rows)
            self._drop_old(connection, now)

        self.scope.write_now(work)

    def _fresh(self, connection: Connection, now: float) -> dict[str, Learnt]:
        chosen = self.scope.select(table).where(table.c.time <= now, table.c.time > now - KEPT_S)
        return {
            row.endpoint: Learnt(rung=row.rung, quirks=tuple(row.quirks))
            for row in connection.execute(chosen)
        }

    def _drop_old(self, connection: Connection, now: float) -> None:
        connection.execute(self.scope.delete(table).where(table.c.time <= now - KEPT_S))
        newest = self.scope.select(table, table.c.endpoint).order_by(
            table.c.time.desc(), table.c.endpoint
        )
        gone = list(connection.execute(newest.offset(MOST_ENDPOINTS)).scalars())
        if gone:
            connection.execute(self.scope.delete(table).where(table.c.endpoint.in_(gone)))


def _fits(key: str, one: Learnt) -> bool:
    words = (one.rung, *one.quirks)
    short = all(len(word) <= LONGEST_WORD and storable(word) == word for word in words)
    return (
        short
        and len(one.quirks) <= MOST_QUIRKS
        and 0 < len(key) <= LONGEST_KEY
        and (storable(key) == key)
    )

"""Tasks that people gave in words, with what was made of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping

from hexascope.domain.errors import NotKnown
from hexascope.store.database.pages import Page, Place, page_of
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.content import tasks
from hexascope.store.database.words import storable

MOST_LINES = 500
"""Lines of a task's log; of more the oldest go."""

LONGEST_LINE = 1000

MOST_TASKS = 5_000
"""Tasks of one tenant whose history is kept; of more the oldest go."""

DROPPED_AT_ONCE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTask:
    """A task as it is kept; times in seconds since 1970.

    `asked` is what was asked for (services.tasks.Asked as JSON), `plan` what building put together,
    `answer` the turn that answered it; `state` is one of services.tasks.State.
    """

    id: str
    state: str
    asked: Mapping[str, Any]
    by: str
    created: float
    changed: float
    plan: Mapping[str, Any] | None = None
    examination: str = ""
    answer: Mapping[str, Any] | None = None
    log: tuple[tuple[float, str], ...] = field(default=())
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Tasks:
    """The tasks of a scope."""

    scope: Scope

    async def page(self, limit: int, after: Place | None = None) -> Page[KeptTask]:
        """Give some, the newest first; `after` is where the last page ended."""
        chosen = self.scope.select(tasks)
        if after is not None:
            created, id_ = after
            same = (tasks.c.created == created) & (tasks.c.id < id_)
            chosen = chosen.where((tasks.c.created < created) | same)
        order = (tasks.c.created.desc(), tasks.c.id.desc())
        rows = chosen.order_by(*order).limit(limit + 1)

        def work(connection: Connection) -> Page[KeptTask]:
            found = connection.execute(rows).mappings().all()
            return page_of(found, limit, _kept, "created", "id")

        return await self.scope.read(work)

    async def one(self, id: str) -> KeptTask:  # noqa: A002 - the word of the domain
        """Give one; NotKnown."""
        return await self.scope.read(lambda connection: self.found(connection, id))

    def found(self, connection: Connection, id: str) -> KeptTask:  # noqa: A002 - as above
        """Give one; a unit of work."""
        chosen = self.scope.select(tasks).where(tasks.c.id == id)
        row: RowMapping | None = connection.execute(chosen).mappings().first()
        if row is None:
            raise NotKnown(f"no task {id[:80]!r} is known")
        return _kept(row)

    def add(self, connection: Connection, new: KeptTask) -> None:
        """Keep a new one, and drop the oldest of too many: a part of another unit of work."""
        row: dict[str, Any] = {
            "id": new.id,
            "state": new.state,
            "asked": dict(new.asked),
            "plan": new.plan,
            "examination": new.examination,
            "answer": new.answer,
            "log": [],
            "reason": new.reason,
            "by": storable(new.by, 256),
            "created": new.created,
            "changed": new.changed,
        }
        connection.execute(self.scope.insert(tasks), [row])
        order = (tasks.c.created.desc(), tasks.c.id.desc())
        behind = self.scope.select(tasks, tasks.c.id).order_by(*order).offset(MOST_TASKS)
        old = list(connection.execute(behind.limit(DROPPED_AT_ONCE)).scalars())
        if old:
            connection.execute(self.scope.delete(tasks).where(tasks.c.id.in_(old)))

    def change(self, connection: Connection, id: str, *, now: float, **what: Any) -> None:  # noqa: A002 - as above
        """Set some of a task's columns; one that was removed meanwhile stays so."""
        changed = self.scope.update(tasks).where(tasks.c.id == id)
        connection.execute(changed.values(changed=now, **what))

    def tell(self, connection: Connection, id: str, line: str, *, now: float) -> None:  # noqa: A002 - as above
        """Add a line to a task's log."""
        chosen = self.scope.select(tasks, tasks.c.log).where(tasks.c.id == id)
        log = connection.execute(chosen).scalar()
        if log is not None:
            lines = [*log, [now, storable(line, LONGEST_LINE)]][-MOST_LINES:]
            self.change(connection, id, now=now, log=lines)

    async def remove(self, id: str) -> None:  # noqa: A002 - as above
        """Remove one; NotKnown."""

        def work(connection: Connection) -> None:
            if not connection.execute(self.scope.delete(tasks).where(tasks.c.id == id)).rowcount:
                raise NotKnown(f"no task {id[:80]!r} is known")

        await self.scope.write(work, frees=True)


def _kept(row: RowMapping) -> KeptTask:
    return KeptTask(
        id=row["id"],
        state=row["state"],
        asked=row["asked"],
        by=row["by"],
        created=row["created"],
        changed=row["changed"],
        plan=row["plan"],
        examination=row["examination"],
        answer=row["answer"],
        log=tuple((float(at), str(line)) for at, line in row["log"]),
        reason=row["reason"],
    )

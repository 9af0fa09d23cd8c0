"""The schedules of a tenant: what is to be done when, again and again."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping, func

from hexascope.domain.errors import Clash, NotKnown, TooMuch
from hexascope.domain.job import Job
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.jobs import schedules
from hexascope.store.database.work.jobs import KeptJobs

MOST_SCHEDULES = 1000
"""Schedules of one tenant."""

MOST_DUE = 100
"""Schedules that one look of a scheduler finds."""


MOST_AHEAD = 100_000
"""Schedules that are set anew after a clock was set back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Makes a job at the times that a cron expression names in a time zone.

    `next` is the firing that comes, `last` the one that was, in seconds since 1970, 0 for none;
    `missed` counts firings that were passed over because nobody was there to see them.
    """

    id: str
    tenant: str
    name: str
    cron: str
    kind: str
    zone: str = "UTC"
    payload: Mapping[str, Any] = field(default_factory=dict)
    host: str = ""
    priority: int = 0
    by: str = ""
    enabled: bool = True
    created: float = 0.0
    next: float = 0.0
    last: float = 0.0
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Schedules:
    """The schedules of a scope."""

    scope: Scope

    async def all(self) -> list[Schedule]:
        """Give all, by name."""
        chosen = self.scope.select(schedules).order_by(schedules.c.name, schedules.c.id)

        def work(connection: Connection) -> list[Schedule]:
            rows = connection.execute(chosen.limit(MOST_SCHEDULES)).mappings()
            return [_schedule(row) for row in rows]

        return await self.scope.read(work)

    async def one(self, id: str) -> Schedule:  # noqa: A002 - the word of the domain
        """Give one; NotKnown."""
        return await self.scope.read(lambda connection: self._found(connection, id))

    def _found(self, connection: Connection, id: str) -> Schedule:  # noqa: A002 - as above
        chosen = self.scope.select(schedules).where(schedules.c.id == id)
        row = connection.execute(chosen).mappings().first()
        if row is None:
            raise NotKnown(f"no schedule {id!r:.80} is known")
        return _schedule(row)

    async def add(self, schedule: Schedule) -> None:
        """Keep a new one; Clash where its id is there already, TooMuch where there are too many."""

        def work(connection: Connection) -> None:
            count = self.scope.select(schedules, func.count())
            if connection.execute(count).scalar_one() >= MOST_SCHEDULES:
                raise TooMuch(f"there are {MOST_SCHEDULES} schedules already: remove some")
            if not self.scope.insert_new(connection, schedules, _row(schedule)):
                raise Clash(f"there is a schedule {schedule.id} already")

        await self.scope.write(work)

    async def change(self, id: str, values: Mapping[str, Any]) -> Schedule:  # noqa: A002 - as above
        """Set some fields of one, as the row has them; NotKnown."""
        words = {"payload": json.dumps(values["payload"])} if "payload" in values else {}

        def work(connection: Connection) -> Schedule:
            mine = self.scope.update(schedules).where(schedules.c.id == id)
            connection.execute(mine.values(**{**values, **words}))
            return self._found(connection, id)

        return await self.scope.write(work)

    async def remove(self, id: str) -> None:  # noqa: A002 - as above
        """Remove one; its jobs stay. NotKnown."""

        def work(connection: Connection) -> None:
            self._found(connection, id)
            connection.execute(self.scope.delete(schedules).where(schedules.c.id == id))

        await self.scope.write(work)

    # what a scheduler does, with the schedules of all tenants

    async def due(self, now: float) -> list[Schedule]:
        """Give those whose time has come, the longest waiting first."""
        chosen = (
            self.scope.select(schedules)
            .where(schedules.c.enabled.is_(True), schedules.c.next <= now)
            .order_by(schedules.c.next, schedules.c.id)
            .limit(MOST_DUE)
        )

        def work(connection: Connection) -> list[Schedule]:
            return [_schedule(row) for row in connection.execute(chosen).mappings()]

        return await self.scope.read(work)

    async def ahead(self, now: float) -> list[Schedule]:
        """Give those that fired later than now: a clock has been set back since."""
        chosen = self.scope.select(schedules).where(
            schedules.c.enabled.is_(True), schedules.c.last > now
        )

        def work(connection: Connection) -> list[Schedule]:
            rows = connection.execute(chosen.limit(MOST_AHEAD)).mappings()
            return [_schedule(row) for row in rows]

        return await self.scope.read(work)

    async def fire(
        self,
        schedule: Schedule,
        job: Job | None,
        payload: str,
        *,
        next: float,  # noqa: A002 - as the row has it
        last: float,
        missed: int,
    ) -> bool:
        """Make a firing's job and set the next one, in one unit of work.

        False where another scheduler has done so, or the schedule was changed meanwhile.
        """

        def work(connection: Connection) -> bool:
            mine = self.scope.update(schedules).where(
                schedules.c.tenant == schedule.tenant,
                schedules.c.id == schedule.id,
                schedules.c.next == schedule.next,
                schedules.c.cron == schedule.cron,
                schedules.c.enabled.is_(True),
            )
            set_on = mine.values(next=next, last=last, missed=schedules.c.missed + missed)
            if connection.execute(set_on).rowcount != 1:
                return False
            return job is None or KeptJobs(self.scope).added(connection, job, payload=payload)

        return await self.scope.write(work)


def _row(schedule: Schedule) -> dict[str, Any]:
    return {**asdict(schedule), "payload": json.dumps(dict(schedule.payload))}


def _schedule(row: RowMapping) -> Schedule:
    return Schedule(**{**row, "payload": json.loads(row["payload"])})

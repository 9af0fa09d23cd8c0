"""The jobs of a tenant as rows: asked for, looked at, cancelled. Taking them is `job_turns`."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, func, tuple_

from hexascope.domain.errors import Clash, NotKnown
from hexascope.domain.job import Job, JobState
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.jobs import job_lines, jobs

MOST_IN_A_PAGE = 500

HEAVY = ("payload", "result")
LIGHT = tuple(column for column in jobs.c if column.name not in HEAVY)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLine:
    """One line that a job told, `number` rising from 1; `time` in seconds since 1970."""

    number: int
    time: float
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFilter:
    """Which jobs are wanted; what is empty does not choose. `hosts` None: of every host."""

    states: tuple[JobState, ...] = ()
    kind: str = ""
    host: str = ""
    schedule: str = ""
    hosts: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class KeptJobs:
    """The jobs of a scope."""

    scope: Scope

    async def add(self, job: Job, *, payload: str) -> bool:
        """Keep a job that waits, with its payload as JSON; False where its id is there already."""
        return await self.scope.write(
            lambda connection: self.added(connection, job, payload=payload)
        )

    def added(self, connection: Connection, job: Job, *, payload: str) -> bool:
        """Do as `add`, as a part of another unit of work."""
        return self.scope.insert_new(connection, jobs, row_of(job, payload))

    async def waiting(self) -> int:
        """Count those that wait."""
        count = self.scope.select(jobs, func.count()).where(jobs.c.state == JobState.WAITING)
        return await self.scope.read(lambda connection: connection.execute(count).scalar_one())

    async def one(self, id: str) -> Job:  # noqa: A002 - the word of the domain
        """Give one, whole; NotKnown."""

        def work(connection: Connection) -> Job | None:
            return self.found(connection, id)

        found = await self.scope.read(work)
        if found is None:
            raise NotKnown(f"no job {id!r:.80} is known")
        return found

    def found(self, connection: Connection, id: str) -> Job | None:  # noqa: A002 - as above
        """Give one if it is there: a part of another unit of work."""
        row = connection.execute(self.scope.select(jobs).where(jobs.c.id == id)).mappings().first()
        return job_of(row) if row else None

    async def page(
        self, wanted: JobFilter, *, after: tuple[float, str] | None = None, limit: int = 100
    ) -> list[Job]:
        """Give some, the newest first, without payloads and results.

        `after` is the `created` and `id` of the last one that was seen.
        """
        chosen = self.scope.select(jobs, *LIGHT)
        if wanted.states:
            chosen = chosen.where(jobs.c.state.in_(wanted.states))
        for column, value in (
            (jobs.c.kind, wanted.kind),
            (jobs.c.host, wanted.host),
            (jobs.c.schedule, wanted.schedule),
        ):
            if value:
                chosen = chosen.where(column == value)
        if wanted.hosts is not None:
            chosen = chosen.where(jobs.c.host.in_(wanted.hosts))
        if after is not None:
            chosen = chosen.where(tuple_(jobs.c.created, jobs.c.id) < tuple_(*after))
        newest = chosen.order_by(jobs.c.created.desc(), jobs.c.id.desc())
        limited = newest.limit(min(limit, MOST_IN_A_PAGE))

        def work(connection: Connection) -> list[Job]:
            return [job_of(row) for row in connection.execute(limited).mappings()]

        return await self.scope.read(work)

    async def cancel(self, id: str, reason: str, now: float) -> Job:  # noqa: A002 - as above
        """Cancel one that waits at once, have one that runs told; NotKnown, Clash if it ended."""

        def work(connection: Connection) -> Job:
            mine = self.scope.update(jobs).where(jobs.c.id == id)
            connection.execute(
                mine.where(jobs.c.state == JobState.WAITING).values(
                    state=JobState.CANCELLED, ended=now, reason=reason
                )
            )
            connection.execute(
                mine.where(jobs.c.state == JobState.RUNNING).values(cancelling=True, reason=reason)
            )
            job = self.found(connection, id)
            if job is None:
                raise NotKnown(f"no job {id!r:.80} is known")
            if job.state in (JobState.DONE, JobState.FAILED):
                raise Clash(f"job {id} has ended already: it is {job.state}")
            return job

        return await self.scope.write(work)

    async def lines(self, id: str, *, after: int = 0, limit: int = 100) -> list[JobLine]:  # noqa: A002
        """Give lines that a job told, from behind a number on."""
        chosen = (
            self.scope.select(job_lines)
            .where(job_lines.c.job == id, job_lines.c.number > after)
            .order_by(job_lines.c.number)
            .limit(min(limit, MOST_IN_A_PAGE))
        )

        def work(connection: Connection) -> list[JobLine]:
            rows: Sequence[RowMapping] = connection.execute(chosen).mappings().all()
            return [
                JobLine(number=row["number"], time=row["time"], line=row["line"]) for row in rows
            ]

        return await self.scope.read(work)


def row_of(job: Job, payload: str) -> dict[str, Any]:
    """Write a job that waits as a row."""
    return {
        "tenant": job.tenant,
        "id": job.id,
        "kind": job.kind,
        "payload": payload,
        "state": JobState.WAITING,
        "rank": -job.priority,
        "by": job.by,
        "host": job.host,
        "created": job.created,
        "due": job.due,
        "started": 0.0,
        "ended": 0.0,
        "lease_until": 0.0,
        "fence": 0,
        "beat": 0,
        "attempts": 0,
        "most_attempts": job.most_attempts,
        "worker": "",
        "cancelling": False,
        "progress": 0.0,
        "step": "",
        "result": None,
        "reason": "",
        "schedule": job.schedule,
    }


def job_of(row: RowMapping) -> Job:
    """Read a row; one without payload and result gives a job without them."""
    result = row.get("result")
    return Job(
        id=row["id"],
        tenant=row["tenant"],
        kind=row["kind"],
        payload=json.loads(row.get("payload", "{}")),
        state=JobState(row["state"]),
        priority=-row["rank"],
        by=row["by"],
        host=row["host"],
        created=row["created"],
        due=row["due"],
        started=row["started"],
        ended=row["ended"],
        lease_until=row["lease_until"],
        fence=row["fence"],
        attempts=row["attempts"],
        most_attempts=row["most_attempts"],
        worker=row["worker"],
        cancelling=row["cancelling"],
        progress=row["progress"],
        step=row["step"],
        result=json.loads(result) if result is not None else None,
        reason=row["reason"],
        schedule=row["schedule"],
    )

"""Jobs in workers' hands: held by a fence, given back, ended.

All of it concerns every tenant, so the scope is `Store.everywhere`. Whether a worker is still
there is judged by `beat`, a counter that it raises, and by no clock: see services/jobs/reaper.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, and_, bindparam, func
from sqlalchemy.sql import Update

from hexascope.domain.errors import Clash
from hexascope.domain.job import Job, JobState
from hexascope.store.database.contract import Work
from hexascope.store.database.scope import Scope
from hexascope.store.database.tables.jobs import job_lines, jobs
from hexascope.store.database.work.job_taking import Take, Taking
from hexascope.store.database.work.jobs import job_of

T = TypeVar("T")

MOST_LINES = 1000
"""Lines of one job that are kept, the newest."""


class GivenAway(Clash):
    """The job has been given to another worker, or has ended: what this one does counts no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a job leaves a worker's hands: ended, or WAITING for another try from `due` on.

    `result` is JSON; an empty `reason` leaves the one that is there. A try that is not `counted`
    was cut short by a worker that stops. `lines` are those that were not told with a beat yet.
    """

    job: Job
    state: JobState
    result: str | None = None
    reason: str = ""
    due: float = 0.0
    counted: bool = True
    lines: Sequence[tuple[float, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """A sign of life: how far a job is, and the lines that it has told since the last."""

    job: Job
    progress: float
    step: str
    lines: Sequence[tuple[float, str]] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A job that runs, as a reaper sees it: what changes while its worker lives."""

    tenant: str
    id: str
    fence: int
    beat: int
    attempts: int
    most_attempts: int
    worker: str


@dataclass(frozen=True, slots=True)
class Turns:
    """What workers and reapers do with the jobs of all tenants."""

    scope: Scope
    _built: list[Update] = field(default_factory=list, init=False, compare=False)

    async def exchange(
        self, endings: Sequence[Ending], take: Take | None, now: float
    ) -> tuple[list[bool], list[Job]]:
        """End some, take others, in one unit of work; tell which endings were taken, and the jobs.

        An ending is refused where the job is no longer the worker's.
        """

        def work(connection: Connection) -> tuple[list[bool], list[Job]]:
            many = [one for one in endings if one.state is JobState.DONE]
            done = self._done(connection, many, now) if many else set()
            ended = [
                (one.job.tenant, one.job.id, one.job.fence) in done
                if one.state is JobState.DONE
                else self._end(connection, one, now)
                for one in endings
            ]
            return ended, Taking(self.scope).take(connection, take) if take else []

        return await self.scope.write(work)

    async def beat(self, beats: Sequence[Beat], now: float, lease_s: float) -> list[bool | None]:
        """Tell of signs of life; for each: is it to be cancelled, None where it is given away."""

        def work(connection: Connection) -> list[bool | None]:
            return [self._beat(connection, one, now, lease_s) for one in beats]

        return await self.scope.write(work)

    async def held(self) -> list[Held]:
        """Give all that run."""
        columns = [jobs.c[one.name] for one in fields(Held)]
        chosen = self.scope.select(jobs, *columns).where(jobs.c.state == JobState.RUNNING)

        def work(connection: Connection) -> list[Held]:
            return [Held(**row) for row in connection.execute(chosen).mappings()]

        return await self.scope.read(work)

    async def lose(self, held: Held, now: float) -> Job | None:
        """Take a job from a worker that has been silent for too long; None where it was not.

        It waits again, or has ended: cancelled where that was asked for, failed after its last try.
        """

        def work(connection: Connection) -> Job | None:
            still = and_(
                jobs.c.tenant == held.tenant,
                jobs.c.id == held.id,
                jobs.c.fence == held.fence,
                jobs.c.beat == held.beat,
                jobs.c.state == JobState.RUNNING,
            )
            lost = self.scope.update(jobs).where(still).returning(*jobs.c)
            for condition, values in _losses(held, now):
                row = connection.execute(lost.where(condition).values(values)).mappings().first()
                if row:
                    return job_of(row)
            return None

        return await self.scope.write(work)

    async def forget(self, before: float, most: int) -> int:
        """Remove jobs that were made and ended before a time, with their lines; tell how many."""
        old = (
            self.scope.select(jobs, jobs.c.tenant, jobs.c.id)
            .where(
                jobs.c.created < before,
                jobs.c.ended < before,
                jobs.c.state.in_([state for state in JobState if state.ended]),
            )
            .limit(most)
        )

        def work(connection: Connection) -> int:
            found = connection.execute(old).all()
            for tenant, job in found:
                for table, column in ((jobs, jobs.c.id), (job_lines, job_lines.c.job)):
                    mine = self.scope.delete(table).where(table.c.tenant == tenant)
                    connection.execute(mine.where(column == job))
            return len(found)

        return await self.scope.write(work, frees=True)

    def _end(self, connection: Connection, ending: Ending, now: float) -> bool:
        mine = self.scope.update(jobs).where(_in_hands(ending.job))
        reason = {"reason": ending.reason} if ending.reason else {}
        if ending.state is JobState.WAITING:
            tries = jobs.c.attempts if ending.counted else jobs.c.attempts - 1
            again = {"state": JobState.WAITING, "due": ending.due, "attempts": tries}
            done: list[tuple[ColumnElement[bool], dict[str, Any]]] = [
                (jobs.c.cancelling.is_(False), {**again, **reason}),
                (jobs.c.cancelling.is_(True), {"state": JobState.CANCELLED, "ended": now}),
            ]
        else:
            values: dict[str, Any] = {
                "state": ending.state,
                "ended": now,
                "result": ending.result,
                **reason,
            }
            done = [(jobs.c.id == ending.job.id, values)]
        for condition, values in done:
            if connection.execute(mine.where(condition).values(values)).rowcount == 1:
                self._keep_lines(connection, ending.job, ending.lines)
                return True
        return False

    def _statement(self) -> Update:
        if not self._built:
            self._built.append(_done_statement(self.scope))
        return self._built[0]

    def _done(
        self, connection: Connection, endings: Sequence[Ending], now: float
    ) -> set[tuple[str, str, int]]:
        """End jobs that are done, what happens to most, at once; give those that were in hand.

        One that has ended so before, by the same hand, counts as well: its answer was lost.
        """
        told = [
            {
                "b_tenant": one.job.tenant,
                "b_id": one.job.id,
                "b_fence": one.job.fence,
                "b_now": now,
                "b_result": one.result,
            }
            for one in endings
        ]
        connection.execute(self._statement(), told)
        chosen = self.scope.select(jobs, jobs.c.tenant, jobs.c.id, jobs.c.fence).where(
            jobs.c.tenant.in_(sorted({one.job.tenant for one in endings})),
            jobs.c.id.in_([one.job.id for one in endings]),
            jobs.c.state == JobState.DONE,
        )
        done = {(row.tenant, row.id, row.fence) for row in connection.execute(chosen)}
        for one in endings:
            if one.lines and (one.job.tenant, one.job.id, one.job.fence) in done:
                self._keep_lines(connection, one.job, one.lines)
        return done

    def _beat(self, connection: Connection, beat: Beat, now: float, lease_s: float) -> bool | None:
        told = self.scope.update(jobs).where(_in_hands(beat.job)).returning(jobs.c.cancelling)
        row = connection.execute(
            told.values(
                beat=jobs.c.beat + 1,
                lease_until=now + lease_s,
                progress=beat.progress,
                step=beat.step,
            )
        ).first()
        if row is None:
            return None
        self._keep_lines(connection, beat.job, beat.lines)
        return bool(row.cancelling)

    def _keep_lines(
        self, connection: Connection, job: Job, lines: Sequence[tuple[float, str]]
    ) -> None:
        if not lines:
            return
        mine = and_(job_lines.c.tenant == job.tenant, job_lines.c.job == job.id)
        last = self.scope.select(job_lines, func.max(job_lines.c.number)).where(mine)
        number = (connection.execute(last).scalar() or 0) + 1
        rows = [
            {
                "tenant": job.tenant,
                "job": job.id,
                "number": number + place,
                "time": time,
                "line": line,
            }
            for place, (time, line) in enumerate(lines)
        ]
        connection.execute(self.scope.insert(job_lines), rows)
        beyond = number + len(rows) - 1 - MOST_LINES
        if beyond > 0:
            old = self.scope.delete(job_lines).where(mine, job_lines.c.number <= beyond)
            connection.execute(old)


def _done_statement(scope: Scope) -> Update:
    return (
        scope.update(jobs)
        .where(
            jobs.c.tenant == bindparam("b_tenant"),
            jobs.c.id == bindparam("b_id"),
            jobs.c.fence == bindparam("b_fence"),
            jobs.c.state == JobState.RUNNING,
        )
        .values(
            state=JobState.DONE,
            ended=bindparam("b_now"),
            result=bindparam("b_result"),
            progress=1.0,
            reason="",
        )
    )


def fenced(scope: Scope, job: Job, work: Work[T]) -> Work[T]:
    """Make a unit of work that is refused where the job is no longer in these hands: GivenAway.

    Nobody can take it away while the unit of work is under way.
    """
    mine = scope.select(jobs, jobs.c.id).where(_in_hands(job)).with_for_update(read=True)

    def whole(connection: Connection) -> T:
        if connection.execute(mine).first() is None:
            raise GivenAway(f"job {job.id} has been given to another worker, or has ended")
        return work(connection)

    return whole


def _in_hands(job: Job) -> ColumnElement[bool]:
    """Choose a job's row while it is in the hands of who took it so."""
    return and_(
        jobs.c.tenant == job.tenant,
        jobs.c.id == job.id,
        jobs.c.fence == job.fence,
        jobs.c.state == JobState.RUNNING,
    )


def _losses(held: Held, now: float) -> Iterator[tuple[ColumnElement[bool], dict[str, object]]]:
    """Give what becomes of a lost job, by condition: the first that holds counts."""
    yield jobs.c.cancelling.is_(True), {"state": JobState.CANCELLED, "ended": now}
    lost = f"the worker was lost: {held.worker}"
    if held.attempts >= held.most_attempts:
        reason = f"given up after {held.attempts} tries: {lost}"
        values = {"state": JobState.FAILED, "ended": now, "reason": reason}
    else:
        values = {"state": JobState.WAITING, "due": 0.0, "reason": lost}
    yield jobs.c.cancelling.is_(False), values

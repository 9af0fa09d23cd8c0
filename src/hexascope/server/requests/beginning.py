"""Beginning work that lasts: a job is kept; who asked waits for it, or is told where it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import Response

from hexascope.bootstrap.serving.parts import Parts
from hexascope.domain.access import Caller
from hexascope.domain.errors import BadInput, CannotExamine
from hexascope.domain.job import Job, JobState
from hexascope.kit.visible import visible
from hexascope.server.requests.deeds import telling
from hexascope.server.requests.waiting import ended
from hexascope.server.schemas.examinations import Begun
from hexascope.store.database.contract import Work
from hexascope.store.database.scope import Scope
from hexascope.store.database.work.jobs import KeptJobs

JOBS = "/api/v1/jobs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A job that is wanted: `result` is where what comes of it will be."""

    kind: str
    id: str
    payload: Mapping[str, Any]
    result: str
    host: str = ""


async def begin(parts: Parts, scope: Scope, caller: Caller, wanted: Wanted) -> Job:
    """Keep the job; it is the caller's deed."""
    return await begin_with(parts, scope, caller, wanted, lambda _connection: None)


async def begin_with(
    parts: Parts, scope: Scope, caller: Caller, wanted: Wanted, also: Work[None]
) -> Job:
    """Keep the job, and `also` in the same transaction; one that is there already stays."""
    job, words = parts.jobs.prepared(
        scope.tenant,
        wanted.kind,
        wanted.payload,
        id=wanted.id,
        host=wanted.host,
        by=caller.name,
    )
    await parts.jobs.room.need(scope)
    telling(scope, object=job.id, kind=job.kind, host=job.host)
    kept = KeptJobs(scope)

    def work(connection: Any) -> bool:  # the store's connection, which nobody here speaks with
        new = kept.added(connection, job, payload=words)
        if new:
            also(connection)
        return new

    if not await scope.write(work):
        return await parts.jobs.one(scope, job.id)
    await parts.jobs.told(job)
    return job


async def begun_or_done(
    parts: Parts, scope: Scope, job: Job, wanted: Wanted, response: Response, seconds: int
) -> Begun:
    """Wait as long as was asked; 200 where the job is done, 202 where it goes on.

    Raises BadInput or CannotExamine with the job's reason where it failed meanwhile.
    """
    if seconds:
        job = await ended(parts, scope, job, seconds)
    refuse_failed(job)
    done = job.state is JobState.DONE
    response.status_code = 200 if done else 202
    response.headers["Location"] = wanted.result if done else f"{JOBS}/{job.id}"
    return Begun(
        job=f"{JOBS}/{job.id}",
        id=job.id,
        state=job.state.value,
        result=wanted.result,
        reason=visible(job.reason),
    )


def refuse_failed(job: Job) -> None:
    """Raise what a job failed of."""
    if job.state is JobState.FAILED:
        raise BadInput(visible(job.reason) or "the job failed")
    if job.state is JobState.CANCELLED:
        raise CannotExamine(visible(job.reason) or "the job was cancelled")

"""Jobs over HTTP: listed, read, cancelled, tried again, and what they tell."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from hexascope.domain.access import Caller, Verb
from hexascope.domain.errors import NotKnown
from hexascope.domain.job import Job, JobState
from hexascope.server.requests.asked import AskCaller, AskId, AskParts, AskScope
from hexascope.server.requests.asking import AskWords
from hexascope.server.requests.guard import may, must
from hexascope.server.requests.ours import attributes, hosts_meant
from hexascope.server.requests.paging import AskPage, Listed, listed
from hexascope.server.schemas.jobs import (
    JobShown,
    JobWhole,
    LineShown,
    job_shown,
    job_whole,
    line_shown,
)
from hexascope.store.database.hosts import Hosts
from hexascope.store.database.scope import Scope
from hexascope.store.database.work.jobs import JobFilter
from hexascope.words import Language

PLACE = "/api/v1/jobs"
jobs = APIRouter(prefix=PLACE, tags=["jobs"])

AskStates = Annotated[
    list[JobState] | None, Query(alias="state", max_length=5, description="One or several.")
]
AskKind = Annotated[str, Query(max_length=64, description="Such as `examine`.")]
AskHost = Annotated[str, Query(max_length=256, description="The name (a glob) or id of a host.")]
AskSchedule = Annotated[str, Query(max_length=64, description="The id of a schedule.")]


@jobs.get("", dependencies=[may(Verb.READ, "jobs")])
async def list_jobs(
    parts: AskParts,
    scope: AskScope,
    caller: AskCaller,
    page: AskPage,
    state: AskStates = None,
    kind: AskKind = "",
    host: AskHost = "",
    schedule: AskSchedule = "",
    lang: AskWords = Language.ENGLISH,
) -> Listed[JobShown]:
    """List jobs, the newest first."""
    hosts = await hosts_meant(scope, caller, "jobs", name=host)
    wanted = JobFilter(
        states=tuple(state or ()),
        kind=kind,
        schedule=schedule,
        hosts=None if hosts is None else tuple(hosts),
    )
    rows = await parts.jobs.page(scope, wanted, after=page.after(float, str), limit=page.fetched)
    return listed(rows, page, lambda job: job_shown(job, lang), lambda job: (job.created, job.id))


@jobs.get("/{job}", dependencies=[may(Verb.READ, "jobs")])
async def read_job(
    job: str,
    parts: AskParts,
    scope: AskScope,
    caller: AskCaller,
    lang: AskWords = Language.ENGLISH,
) -> JobWhole:
    """Give one job, with its result."""
    found = await parts.jobs.one(scope, job)
    await must_job(scope, caller, Verb.READ, found)
    return job_whole(found, lang)


@jobs.post("/{job}/cancel", dependencies=[may(Verb.CHANGE, "jobs")])
async def cancel_job(job: str, parts: AskParts, scope: AskScope, caller: AskCaller) -> JobWhole:
    """Cancel a job: one that waits ends at once, one that runs within 5 s."""
    await must_job(scope, caller, Verb.CHANGE, await parts.jobs.one(scope, job))
    return job_whole(await parts.jobs.cancel(scope, job, by=caller.name))


@jobs.post("/{job}/retry", status_code=202, dependencies=[may(Verb.RUN, "jobs")])
async def retry_job(
    job: str,
    parts: AskParts,
    scope: AskScope,
    caller: AskCaller,
    id_: AskId,
    response: Response,
) -> JobWhole:
    """Try a failed or cancelled job again, as a new one."""
    await must_job(scope, caller, Verb.RUN, await parts.jobs.one(scope, job))
    made = await parts.jobs.retry(scope, job, new_id=id_, by=caller.name)
    response.headers["Location"] = f"{PLACE}/{made.id}"
    return job_whole(made)


@jobs.get("/{job}/logs", dependencies=[may(Verb.READ, "jobs")])
async def read_job_logs(
    job: str, parts: AskParts, scope: AskScope, caller: AskCaller, page: AskPage
) -> Listed[LineShown]:
    """List the lines that a job told, the oldest first; the newest 1,000 are kept."""
    await must_job(scope, caller, Verb.READ, await parts.jobs.one(scope, job))
    (after,) = page.after(int) or (0,)
    rows = await parts.jobs.lines(scope, job, after=after, limit=page.fetched)
    return listed(rows, page, line_shown, lambda line: (line.number,))


async def must_job(scope: Scope, caller: Caller, verb: Verb, job: Job) -> None:
    """Refuse an act on a job of a host that the caller may not do this with."""
    must(caller, verb, "jobs", await attributes_of(scope, job.host))


async def attributes_of(scope: Scope, host: str) -> dict[str, str]:
    """Give what selectors choose by of a host that may not have been examined yet, or be none."""
    try:
        return attributes(await Hosts(scope).one(host)) if host else {}
    except NotKnown:
        return {"id": host}

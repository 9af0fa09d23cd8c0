"""`/`: the dashboard, or without one the latest report of this machine, as at `/report`."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool

from hexascope.bootstrap.serving.content import here
from hexascope.bootstrap.serving.parts import Parts
from hexascope.bootstrap.serving.reporting import report_of
from hexascope.domain.access import Caller, Verb
from hexascope.domain.errors import BadInput, Denied, NotKnown
from hexascope.domain.job import JobState
from hexascope.server.dashboard.pages import dashboard_page
from hexascope.server.doors.pages import language_of, page
from hexascope.server.doors.strangers import for_stranger
from hexascope.server.frame.security import policy_of
from hexascope.server.requests.asked import AskParts, credentials_of, parts_of
from hexascope.server.requests.guard import anyone
from hexascope.server.requests.ours import must_of
from hexascope.store.database.content.examinations import Examinations
from hexascope.store.database.scope import Scope
from hexascope.store.database.work.jobs import JobFilter, KeptJobs

home = APIRouter(include_in_schema=False)

OPEN = "it looks who asks, and sends strangers to log in"
AGAIN_S = 3
"""After so many seconds the page looks again for the examination that is being made."""

UNDER_WAY = (JobState.WAITING, JobState.RUNNING)


@home.get("/", dependencies=[anyone(OPEN)])
async def show_home(request: Request, parts: AskParts) -> Response:
    """Show the dashboard, or the latest report in its place."""
    caller = await parts.recognise(credentials_of(request))
    if caller is None:
        return await for_stranger(request, parts)
    return await dashboard_page(request) or await _latest(request, parts, caller)


@home.get("/report", dependencies=[anyone(OPEN)])
async def show_latest_report(request: Request, parts: AskParts) -> Response:
    """Show the newest examination of this machine, to who may read it; until then what to do."""
    caller = await parts.recognise(credentials_of(request))
    if caller is None:
        return await for_stranger(request, parts)
    return await _latest(request, parts, caller)


async def _latest(request: Request, parts: Parts, caller: Caller) -> Response:
    scope = parts.store.of(caller.tenant)
    report = await _report(request, scope, caller)
    if report is not None:
        return report
    busy = await _under_way(scope)
    answer = page(request, "home.html", title="Welcome", state="busy" if busy else "none")
    if busy:
        answer.headers["Refresh"] = str(AGAIN_S)
    return answer


async def _report(request: Request, scope: Scope, caller: Caller) -> Response | None:
    mine = await run_in_threadpool(here)
    newest = await Examinations(scope).page(hosts=[mine.id], limit=1)
    if not newest.items:
        return None
    try:
        await must_of(scope, caller, Verb.READ, "reports", mine.id)
        id_, language = newest.items[0].id, language_of(request)
        made = await report_of(parts_of(request), scope, id_, "html", language)
    except (NotKnown, Denied, BadInput):
        return None  # not his to see, or kept by an earlier version: as if there were none
    return HTMLResponse(made.words, headers={"Content-Security-Policy": policy_of(made.words)})


async def _under_way(scope: Scope) -> bool:
    wanted = JobFilter(states=UNDER_WAY, kind="examine")
    return bool(await KeptJobs(scope).page(wanted, limit=1))

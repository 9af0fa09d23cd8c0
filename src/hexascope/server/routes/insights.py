"""Insights over HTTP, as requirement 001 names them."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from hexascope.bootstrap.serving.reporting import told_in
from hexascope.domain.access import Verb
from hexascope.kit.visible import visible
from hexascope.server.requests.asked import AskCaller, AskId, AskParts, AskScope
from hexascope.server.requests.asking import AskHost, AskLabel, AskWords, host_to_examine
from hexascope.server.requests.beginning import Wanted, begin, begun_or_done
from hexascope.server.requests.guard import may
from hexascope.server.requests.ours import hosts_meant
from hexascope.server.requests.waiting import AskWait
from hexascope.server.schemas.examinations import Begun
from hexascope.server.schemas.insights import Insights, NoInsights, RefreshAsked
from hexascope.services.handlers.asked import Asked, payload
from hexascope.services.insights import failed
from hexascope.services.insights import insights as insights_of
from hexascope.store.database.content.examinations import Examinations
from hexascope.words import Language

insights = APIRouter(tags=["insights"])

PLACES = ("/api/insights", "/api/v1/insights")
NAMES = ("autogen", "panel")
NONE: dict[int | str, dict[str, Any]] = {404: {"model": NoInsights, "description": "None yet."}}


async def read_insights(
    scope: AskScope,
    caller: AskCaller,
    host: AskHost = "",
    label: AskLabel = "",
    lang: AskWords = Language.ENGLISH,
) -> Any:
    """Give what the panel made of the newest examination: of one host, or of all."""
    hosts = await hosts_meant(scope, caller, "insights", name=host, label=label)
    found = await Examinations(scope).page(hosts=hosts, limit=1)
    if not found.items:
        reason = "no examination is kept yet: POST to this address begins one"
        return JSONResponse(failed(reason), status_code=404)
    kept = found.items[0]
    report = await told_in(scope, kept.id, lang)
    return Insights(
        **insights_of(report),
        examination=kept.id,
        host=visible(kept.host_name),
        time=kept.time,
    )


async def refresh_insights(
    asked: RefreshAsked,
    parts: AskParts,
    scope: AskScope,
    caller: AskCaller,
    id_: AskId,
    response: Response,
    wait: AskWait = 0,
) -> Begun:
    """Examine anew, for fresh insights: 202 with the job, or wait for it."""
    wanted = Wanted(
        kind="examine",
        id=id_,
        payload=payload(Asked()),
        result=f"/api/v1/examinations/{id_}",
        host=await host_to_examine(parts.known, scope, caller, asked.host),
    )
    job = await begin(parts, scope, caller, wanted)
    return await begun_or_done(parts, scope, job, wanted, response, wait)


def _add_routes() -> None:
    for place in PLACES:
        for name in NAMES:
            path, words = f"{place}/{name}", f"{place.strip('/').replace('/', '_')}_{name}"
            insights.add_api_route(
                path,
                read_insights,
                methods=["GET"],
                response_model=Insights,
                responses=NONE,
                dependencies=[may(Verb.READ, "insights")],
                operation_id=f"read_{words}",
            )
            insights.add_api_route(
                path,
                refresh_insights,
                methods=["POST"],
                status_code=202,
                response_model=Begun,
                dependencies=[may(Verb.RUN, "examinations")],
                operation_id=f"refresh_{words}",
            )


_add_routes()

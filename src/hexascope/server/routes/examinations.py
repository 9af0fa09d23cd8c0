"""Examinations over HTTP: begun, listed, read, compared, removed."""

import asyncio
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from hexascope.bootstrap.serving.reporting import told_in
from hexascope.domain.access import Caller, Verb
from hexascope.server.requests.asked import AskCaller, AskId, AskParts, AskScope
from hexascope.server.requests.asking import (
    AskHost,
    AskLabel,
    AskTime,
    AskWords,
    host_to_examine,
    time_asked,
)
from hexascope.server.requests.beginning import Wanted, begin, begun_or_done
from hexascope.server.requests.guard import may
from hexascope.server.requests.ours import hosts_meant, must_of
from hexascope.server.requests.paging import AskPage, Listed
from hexascope.server.requests.translated import shown_examinations
from hexascope.server.requests.waiting import AskWait
from hexascope.server.schemas.examinations import (
    Begun,
    Difference,
    Examination,
    ExaminationAsked,
    asked_for,
)
from hexascope.services.comparing import compare
from hexascope.services.handlers.asked import payload
from hexascope.store.contract import Kept
from hexascope.store.database.content.examinations import Examinations
from hexascope.store.database.remembered.memories import DatabaseMemories
from hexascope.store.database.scope import Scope
from hexascope.words import Language

PLACE = "/api/v1/examinations"
examinations = APIRouter(prefix=PLACE, tags=["examinations"])

AskOne = Annotated[str, Query(max_length=64, description="The id of an examination.")]
AskNewest = Annotated[bool, Query(description="Only the newest of each host.")]


@examinations.post("", status_code=202, dependencies=[may(Verb.RUN, "examinations")])
async def examine(
    asked: ExaminationAsked,
    parts: AskParts,
    scope: AskScope,
    caller: AskCaller,
    id_: AskId,
    response: Response,
    wait: AskWait = 0,
) -> Begun:
    """Examine a host: 202 with the job and where its examination will be, or wait for it."""
    wanted = Wanted(
        kind="examine",
        id=id_,
        payload=payload(asked_for(asked)),
        result=f"{PLACE}/{id_}",
        host=await host_to_examine(parts.known, scope, caller, asked.host),
    )
    job = await begin(parts, scope, caller, wanted)
    return await begun_or_done(parts, scope, job, wanted, response, wait)


@examinations.get("", dependencies=[may(Verb.READ, "examinations")])
async def list_examinations(
    scope: AskScope,
    caller: AskCaller,
    parts: AskParts,
    page: AskPage,
    host: AskHost = "",
    label: AskLabel = "",
    since: AskTime = "",
    until: AskTime = "",
    lang: AskWords = Language.ENGLISH,
    *,
    newest: AskNewest = False,
) -> Listed[Examination]:
    """List examinations, the newest first: of hosts, and of a time."""
    hosts = await hosts_meant(scope, caller, "examinations", name=host, label=label)
    found = await Examinations(scope).page(
        hosts=hosts,
        ids=await Examinations(scope).latest(hosts) if newest else None,
        since=time_asked("since", since),
        until=time_asked("until", until),
        after=page.after(float, str),
        limit=page.limit,
    )
    return await shown_examinations(parts, scope, found, lang)


@examinations.get("/compare", dependencies=[may(Verb.READ, "examinations")])
async def compare_examinations(
    before: AskOne,
    after: AskOne,
    scope: AskScope,
    caller: AskCaller,
    lang: AskWords = Language.ENGLISH,
) -> Difference:
    """Say what differs between two examinations: findings that came, went, and moved evidence."""
    for one in (before, after):
        await kept_for(scope, caller, Verb.READ, one)
    old, new = await told_in(scope, before, lang), await told_in(scope, after, lang)
    found = await asyncio.to_thread(lambda: compare(old, new))
    return Difference.model_validate(asdict(found))


@examinations.get("/{examination}", dependencies=[may(Verb.READ, "examinations")])
async def read_examination(examination: str, scope: AskScope, caller: AskCaller) -> Response:
    """Give one examination, whole: JSON by the schema hexascope.report/1."""
    report = await report_of(scope, caller, examination)
    return Response(report, media_type="application/json")


@examinations.delete(
    "/{examination}", status_code=204, dependencies=[may(Verb.REMOVE, "examinations")]
)
async def remove_examination(examination: str, scope: AskScope, caller: AskCaller) -> Response:
    """Remove one examination with its findings, its bundle, and what was remembered of it."""
    kept = await kept_for(scope, caller, Verb.REMOVE, examination)
    several, memories = Examinations(scope), DatabaseMemories(scope)

    def gone(connection: Any) -> None:  # the store's connection, which nobody here speaks with
        memories.forget_in(connection, kept.host_id, kept.id)
        several.drop(connection, [kept.id])

    await scope.write(gone, frees=True)
    return Response(status_code=204)


async def kept_for(scope: Scope, caller: Caller, verb: Verb, id_: str) -> Kept:
    """Give an examination in a line, where the caller may do this with it; NotKnown, Denied."""
    kept = await Examinations(scope).one(id_)
    await must_of(scope, caller, verb, "examinations", kept.host_id)
    return kept


async def report_of(scope: Scope, caller: Caller, id_: str) -> str:
    """Give the report of an examination, where the caller may read it."""
    await kept_for(scope, caller, Verb.READ, id_)
    return await Examinations(scope).report(id_)

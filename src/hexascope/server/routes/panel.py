"""Panels by models over HTTP: their sessions, and what happened at them in the order of time."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Query

from hexascope.domain.access import Caller, Verb
from hexascope.domain.errors import NotKnown
from hexascope.kit.visible import visible
from hexascope.server.requests.asked import AskCaller, AskParts, AskScope
from hexascope.server.requests.asking import AskHost, AskLabel, AskWords
from hexascope.server.requests.guard import may
from hexascope.server.requests.ours import hosts_meant, must_of
from hexascope.server.requests.paging import AskPage, Listed, cursor_of
from hexascope.server.requests.translated import shown_examination, shown_examinations
from hexascope.server.schemas.examinations import Examination
from hexascope.server.schemas.panel import Event, Outcomes, Session
from hexascope.store.contract import Kept
from hexascope.store.database.content.examinations import Examinations
from hexascope.store.database.scope import Scope
from hexascope.words import Language

panel = APIRouter(prefix="/api/v1/panel/sessions", tags=["panel"])

AskKind = Annotated[str, Query(max_length=40, description="Only events of this kind.")]


@panel.get("", dependencies=[may(Verb.READ, "panel")])
async def list_sessions(
    scope: AskScope,
    caller: AskCaller,
    parts: AskParts,
    page: AskPage,
    host: AskHost = "",
    label: AskLabel = "",
    lang: AskWords = Language.ENGLISH,
) -> Listed[Examination]:
    """List the examinations that models judged, the newest first."""
    found = await Examinations(scope).page(
        hosts=await hosts_meant(scope, caller, "panel", name=host, label=label),
        panel=True,
        after=page.after(float, str),
        limit=page.limit,
    )
    return await shown_examinations(parts, scope, found, lang)


@panel.get("/{examination}", dependencies=[may(Verb.READ, "panel")])
async def read_session(
    examination: str,
    scope: AskScope,
    caller: AskCaller,
    parts: AskParts,
    lang: AskWords = Language.ENGLISH,
) -> Session:
    """Give one panel: its calls with their outcomes and cost."""
    kept, told = await _panel(scope, caller, examination)
    return Session(
        examination=await shown_examination(parts, scope, kept, lang),
        mode=told["mode"],
        seconds=told["seconds"],
        schema_name=told["schema"],
        outcomes=outcomes(told),
        sent_bytes=len((told["sent"] + told["sent_again"]).encode(errors="replace")),
        calls=[{**one, "error": visible(str(one["error"]))} for one in told["calls"]],
        late=told["late"],
        events=len(told["events"]),
    )


@panel.get("/{examination}/events", dependencies=[may(Verb.READ, "panel")])
async def list_events(
    examination: str, scope: AskScope, caller: AskCaller, page: AskPage, kind: AskKind = ""
) -> Listed[Event]:
    """List what happened at one panel, in the order of time."""
    _, told = await _panel(scope, caller, examination)
    begin = (page.after(int) or (0,))[0]
    several = [
        (place, one)
        for place, one in enumerate(told["events"], start=1)
        if place > begin and kind in ("", one["kind"])
    ][: page.fetched]
    shown = several[: page.limit]
    after = cursor_of(shown[-1][0]) if len(several) > page.limit else None
    return Listed(items=[_event(one) for _, one in shown], next=after)


def outcomes(told: Mapping[str, Any]) -> Outcomes:
    """Count what came of a panel's calls."""
    calls = told["calls"]
    prices = [one["dollars"] for one in calls]
    return Outcomes(
        calls=len(calls),
        answered=sum(not one["error"] for one in calls),
        from_cache=sum(one["cached_age_s"] is not None for one in calls),
        failed=dict(Counter(one["failure"] or "other" for one in calls if one["error"])),
        struck=len(told["struck"]),
        questions=len(told["questions"]),
        votes=len(told["votes"]),
        errands=len(told["errands"]),
        programs=len(told["computed"]),
        input_tokens=sum(one["input_tokens"] for one in calls),
        output_tokens=sum(one["output_tokens"] for one in calls),
        cached_tokens=sum(one["cached_tokens"] for one in calls),
        dollars=None if None in prices else sum(prices),
    )


async def _panel(scope: Scope, caller: Caller, id_: str) -> tuple[Kept, Mapping[str, Any]]:
    kept = await Examinations(scope).one(id_)
    await must_of(scope, caller, Verb.READ, "panel", kept.host_id)
    told = json.loads(await Examinations(scope).report(id_)).get("panel")
    if not told:
        raise NotKnown("rules judged this examination: no model was asked")
    return kept, told


def _event(one: Mapping[str, Any]) -> Event:
    return Event(
        at_s=one["at_s"],
        kind=one["kind"],
        who=one["who"],
        whom=one["whom"],
        item=one["item"],
        words=visible(one["words"]),
        reason=visible(one["reason"]),
        evidence=one["evidence"],
        facts=one["facts"],
    )

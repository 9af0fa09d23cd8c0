"""More of panels over HTTP: the words that models were sent, and how specialists do over time."""

import asyncio
import json
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Query

from hexascope.domain.access import Verb
from hexascope.domain.errors import NotKnown
from hexascope.kit.visible import visible
from hexascope.server.requests.asked import AskCaller, AskScope
from hexascope.server.requests.asking import AskHost, AskLabel, AskTime, time_asked
from hexascope.server.requests.guard import may
from hexascope.server.requests.ours import hosts_meant, must_of
from hexascope.server.schemas.panel_more import (
    Did,
    Performance,
    SentCall,
    SentTexts,
    SharedText,
)
from hexascope.services.performing import did
from hexascope.store.contract import Kept
from hexascope.store.database.content.examinations import Examinations

panel_more = APIRouter(prefix="/api/v1/panel", tags=["panel"])

MOST_PANELS = 100
"""Panels that are looked at for one answer: each is a report of half a megabyte."""

AskPanels = Annotated[
    int, Query(ge=1, le=MOST_PANELS, description="How many panels are looked at, the newest.")
]


@panel_more.get("/sessions/{examination}/sent", dependencies=[may(Verb.READ, "panel")])
async def read_sent(examination: str, scope: AskScope, caller: AskCaller) -> SentTexts:
    """Give the words that one panel's models were sent, word by word, with their digests."""
    kept = await Examinations(scope).one(examination)
    await must_of(scope, caller, Verb.READ, "panel", kept.host_id)
    told = json.loads(await Examinations(scope).report(examination)).get("panel")
    if not told:
        raise NotKnown("rules judged this examination: no model was sent anything")
    again = told.get("sent_again", "")
    return SentTexts(
        examination=kept.id,
        shared=_shared(told["sent"]),
        shared_again=_shared(again) if again else None,
        veiled=told.get("veiled"),
        calls=[_call(one, again if one["again"] else told["sent"]) for one in told.get("told", ())],
    )


@panel_more.get("/performance", dependencies=[may(Verb.READ, "panel")])
async def read_performance(
    scope: AskScope,
    caller: AskCaller,
    host: AskHost = "",
    label: AskLabel = "",
    since: AskTime = "",
    until: AskTime = "",
    panels: AskPanels = 50,
) -> Performance:
    """Tell how each specialist did by each model, at the newest panels of a range of time."""
    known = Examinations(scope)
    found = await known.page(
        hosts=await hosts_meant(scope, caller, "panel", name=host, label=label),
        since=time_asked("since", since),
        until=time_asked("until", until),
        panel=True,
        limit=panels,
    )
    told: list[Did] = []
    for kept in found.items:
        report = await known.report(kept.id)
        told += await asyncio.to_thread(_did, kept, report)
    return Performance(panels=len(found.items), complete=found.next is None, did=told)


def _did(kept: Kept, report: str) -> list[Did]:
    of = {
        "examination": kept.id,
        "time": kept.time,
        "host": kept.host_id,
        "host_name": visible(kept.host_name),
    }
    return [Did.model_validate({**_seen(one), **of}) for one in did(json.loads(report))]


def _seen(one: dict[str, Any]) -> dict[str, Any]:
    return {
        name: visible(value) if isinstance(value, str) else value for name, value in one.items()
    }


def _shared(words: str) -> SharedText:
    whole = words.encode(errors="replace")
    return SharedText(
        words=visible(words, lines=True),
        size_bytes=len(whole),
        sha256=sha256(whole).hexdigest(),
    )


def _call(one: dict[str, Any], shared: str) -> SentCall:
    whole = (shared + one["words"]).encode(errors="replace")
    return SentCall(
        specialist=one["role"],
        at_s=one["at_s"],
        what=one["what"],
        words=visible(one["words"], lines=True),
        again=one["again"],
        size_bytes=one["size_bytes"],
        sha256=one["sha256"],
        proven=sha256(whole).hexdigest() == one["sha256"],
    )

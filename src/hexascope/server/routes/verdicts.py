"""Verdicts over HTTP: what the panel settled, ranked, with the dissent beside it."""

from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import APIRouter

from hexascope.bootstrap.serving.reporting import told_in
from hexascope.domain.access import Verb
from hexascope.kit.visible import visible
from hexascope.server.requests.asked import AskCaller, AskParts, AskScope
from hexascope.server.requests.asking import AskHost, AskLabel, AskTime, AskWords, time_asked
from hexascope.server.requests.guard import may
from hexascope.server.requests.ours import hosts_meant, must_of
from hexascope.server.requests.paging import AskPage, Listed
from hexascope.server.requests.translated import shown_examinations
from hexascope.server.schemas.examinations import Examination
from hexascope.server.schemas.verdicts import Item, Verdict, Voice
from hexascope.store.contract import Kept
from hexascope.store.database.content.examinations import Examinations
from hexascope.words import Language

verdicts = APIRouter(prefix="/api/v1/verdicts", tags=["verdicts"])

AGREES, OPPOSES = "agrees", "opposes"


@verdicts.get("", dependencies=[may(Verb.READ, "verdicts")])
async def list_verdicts(
    scope: AskScope,
    caller: AskCaller,
    parts: AskParts,
    page: AskPage,
    host: AskHost = "",
    label: AskLabel = "",
    since: AskTime = "",
    lang: AskWords = Language.ENGLISH,
) -> Listed[Examination]:
    """List what panels came to in a line, the newest first."""
    found = await Examinations(scope).page(
        hosts=await hosts_meant(scope, caller, "verdicts", name=host, label=label),
        since=time_asked("since", since),
        after=page.after(float, str),
        limit=page.limit,
    )
    return await shown_examinations(parts, scope, found, lang)


@verdicts.get("/{examination}", dependencies=[may(Verb.READ, "verdicts")])
async def read_verdict(
    examination: str, scope: AskScope, caller: AskCaller, lang: AskWords = Language.ENGLISH
) -> Verdict:
    """Give the verdict of one examination: items by rank, who was for them, and who against."""
    kept = await Examinations(scope).one(examination)
    await must_of(scope, caller, Verb.READ, "verdicts", kept.host_id)
    report = await told_in(scope, examination, lang)
    return verdict_shown(kept, report)


def verdict_shown(kept: Kept, report: Mapping[str, Any]) -> Verdict:
    """Show the verdict that a report tells of."""
    told = report["verdict"]
    return Verdict(
        examination=kept.id,
        host=kept.host_id,
        host_name=visible(kept.host_name),
        time=kept.time,
        headline=visible(told["headline"]),
        summary=[visible(one) for one in told["summary"]],
        next_steps=[visible(one) for one in told["next_steps"]],
        agreement=told["agreement"],
        quality=told["quality"],
        confidence_cap=told["confidence_cap"],
        digest=report["digest"],
        absent={name: visible(why) for name, why in report["absent"].items()},
        items=list(_items(report)),
        recommendations=report["recommendations"],
    )


def _items(report: Mapping[str, Any]) -> Iterator[Item]:
    titles = {one["id"]: one["title"] for one in report["findings"]}
    for place, one in enumerate(report["verdict"]["items"], start=1):
        said = [each for each in report["opinions"] if each["item"] == one["item"]]
        yield Item(
            rank=place,
            item=one["item"],
            title=visible(titles.get(one["item"], one["item"])),
            severity=one["severity"],
            agreement=one["agreement"],
            contested=one["contested"],
            single=one["single"],
            ruling=visible(one["ruling"]),
            disputed=visible(one["disputed"]),
            for_it=[_voice(each) for each in said if each["stance"] == AGREES],
            against_it=[_voice(each) for each in said if each["stance"] == OPPOSES],
        )


def _voice(one: Mapping[str, Any]) -> Voice:
    return Voice(
        specialist=one["specialist"],
        advice=visible(one["advice"]),
        because=one["because"],
        severity=one["severity"],
        confidence=one["confidence"],
        voice=one["voice"],
    )

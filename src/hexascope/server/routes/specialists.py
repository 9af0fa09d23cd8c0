"""Specialists over HTTP: the six, and the tenant's own: made, changed, tried, removed."""

import asyncio
import json
from typing import Any

from fastapi import APIRouter, Response

from hexascope.bootstrap.serving.handlers import OfTenant, means_of
from hexascope.bootstrap.serving.tenancy import known_for
from hexascope.bootstrap.specialists import specialists as all_specialists
from hexascope.consult.own.contract import MOST_SPECIALISTS
from hexascope.consult.own.rules import specialist_of
from hexascope.domain.access import Verb
from hexascope.domain.conversation import Reply
from hexascope.domain.errors import BadInput, NotKnown
from hexascope.kit.clock import rfc3339
from hexascope.kit.visible import visible
from hexascope.kit.whole import plainly
from hexascope.server.defining import fitting
from hexascope.server.requests.asked import AskCaller, AskParts, AskScope
from hexascope.server.requests.asking import AskWords
from hexascope.server.requests.deeds import telling
from hexascope.server.requests.guard import may
from hexascope.server.requests.ours import must_of
from hexascope.server.schemas.specialists import (
    Specialist,
    SpecialistAsked,
    Tried,
    TryAsked,
)
from hexascope.services.asking import read_report
from hexascope.services.explaining import paragraphs
from hexascope.services.own_specialists import gathered_from
from hexascope.services.trying import tried
from hexascope.settings.read import Known
from hexascope.store.database.content.examinations import Examinations
from hexascope.store.database.content.specialists import KeptSpecialist, Specialists
from hexascope.store.database.scope import Scope
from hexascope.words import Language, translate

PLACE = "/api/v1/specialists"
specialists = APIRouter(prefix=PLACE, tags=["specialists"])


@specialists.get("", dependencies=[may(Verb.READ, "specialists")])
async def list_specialists(scope: AskScope, lang: AskWords = Language.ENGLISH) -> list[Specialist]:
    """List the six, and the tenant's own with what of them can't be heard."""
    kept = await Specialists(scope).all()
    unfit = gathered_from({one.name: one.words for one in kept}).unfit
    six = [_of_the_six(name, one.mandate, lang) for name, one in all_specialists(None).items()]
    return [*six, *(_shown(one, unfit.get(one.name, "")) for one in kept)]


@specialists.get("/{name}", dependencies=[may(Verb.READ, "specialists")])
async def read_specialist(
    name: str, scope: AskScope, lang: AskWords = Language.ENGLISH
) -> Specialist:
    """Give one specialist; an own one with its definition."""
    six = all_specialists(None)
    if name in six:
        return _of_the_six(name, six[name].mandate, lang)
    kept = await Specialists(scope).one(name)
    return _shown(kept, gathered_from({name: kept.words}).unfit.get(name, ""))


@specialists.post("", status_code=201, dependencies=[may(Verb.CREATE, "specialists")])
async def add_specialist(
    asked: SpecialistAsked,
    parts: AskParts,
    scope: AskScope,
    caller: AskCaller,
    response: Response,
) -> Specialist:
    """Make a specialist of one's own: it is heard from the next panel on, in this tenant alone."""
    now = parts.clock()
    new = KeptSpecialist(
        name=asked.name, words=fitting(asked), by=caller.name[:256], created=now, changed=now
    )
    telling(scope, object=asked.name)
    await Specialists(scope).add(new, most=MOST_SPECIALISTS)
    response.headers["Location"] = f"{PLACE}/{asked.name}"
    return _shown(new, "")


@specialists.put("/{name}", dependencies=[may(Verb.CHANGE, "specialists")])
async def change_specialist(
    name: str, asked: SpecialistAsked, parts: AskParts, scope: AskScope
) -> Specialist:
    """Put another definition in the place of one; its name stays."""
    if asked.name != name:
        raise BadInput(f"the definition names {asked.name!r}: a specialist keeps its name {name!r}")
    return _shown(await Specialists(scope).change(name, fitting(asked), now=parts.clock()), "")


@specialists.delete("/{name}", status_code=204, dependencies=[may(Verb.REMOVE, "specialists")])
async def remove_specialist(name: str, scope: AskScope) -> Response:
    """Remove a specialist of one's own; what it said in kept examinations stays."""
    await Specialists(scope).remove(name)
    return Response(status_code=204)


@specialists.post("/trials", dependencies=[may(Verb.READ, "specialists")])
async def try_specialist(
    asked: TryAsked, parts: AskParts, scope: AskScope, caller: AskCaller
) -> Tried:
    """Let an own specialist's rules speak of a kept examination; nothing of it is kept."""
    kept = await Examinations(scope).one(asked.examination)
    await must_of(scope, caller, Verb.READ, "examinations", kept.host_id)
    if (asked.name is None) == (asked.definition is None):
        raise BadInput("give the name of a kept specialist, or a definition, and not both")
    if asked.definition is not None:
        name, words = asked.definition.name, fitting(asked.definition)
    else:
        one = await Specialists(scope).one(asked.name or "")
        name, words = one.name, one.words
    known = await known_for(parts, scope.tenant)
    said = await asyncio.to_thread(_tried, known, scope, kept.id, name, words)
    return Tried(
        specialist=said.role,
        absent=visible(said.absent),
        sentences=[plainly(each) for each in said.sentences],
        proofs=[plainly(each) for each in said.proofs],
    )


def _tried(known: Known, scope: Scope, examination: str, name: str, words: str) -> Reply:
    means = means_of(OfTenant(known), scope, Language.ENGLISH, {name: words})
    own = gathered_from({name: words})
    if name not in own.found:
        raise NotKnown(f"the specialist {name!r} can't be heard: {own.unfit.get(name, '')}")
    asking = means.asking(None)
    try:
        report = read_report(means.archive.report(examination))
        case, _ = asking.case(report, means.archive.bundle(examination))
    finally:
        means.archive.close()
    return tried(asking, specialist_of(own.found[name][0]), case)


def _of_the_six(name: str, mandate: str, language: Language) -> Specialist:
    words = paragraphs(mandate, lambda one: translate(one, language))
    return Specialist(name=name, own=False, mandate=words)


def _shown(one: KeptSpecialist, unfit: str) -> Specialist:
    definition: dict[str, Any] = json.loads(one.words)
    return Specialist(
        name=one.name,
        own=True,
        mandate=visible(str(definition.get("mandate", "")), lines=True),
        unfit=visible(unfit),
        by=visible(one.by),
        created=rfc3339(one.created),
        changed=rfc3339(one.changed),
        definition=definition,
    )

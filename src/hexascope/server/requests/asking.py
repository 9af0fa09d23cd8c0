"""What several routes are asked by: hosts, times, severities, languages."""

from typing import Annotated

from fastapi import Header, Query

from hexascope.bootstrap.serving.content import here, usual_host
from hexascope.domain.access import Caller, Verb
from hexascope.domain.errors import BadInput, NotKnown
from hexascope.kit.clock import seconds_of
from hexascope.server.requests.guard import must
from hexascope.server.requests.ours import attributes, host_named
from hexascope.settings.read import Known
from hexascope.store.database.scope import Scope
from hexascope.words import Language

AskHost = Annotated[
    str, Query(max_length=256, description="A glob of host names, such as `web-*`, or an id.")
]
AskLabel = Annotated[
    str, Query(max_length=264, description="Hosts with this `label` or `label=value`.")
]
AskTime = Annotated[
    str, Query(max_length=40, description="RFC 3339, such as 2026-11-21T06:00:00Z.")
]
AskLanguage = Annotated[
    str, Query(alias="lang", pattern="^(|en|pt)$", description="en or pt; else Accept-Language.")
]
AskWords = Annotated[
    Language, Query(alias="lang", description="The language of our own sentences.")
]
"""For what programs read: what a browser accepts changes nothing."""

AcceptLanguage = Annotated[str, Header(max_length=200)]


def time_asked(name: str, words: str) -> float | None:
    """Read a time of a query, None where none is given; BadInput."""
    if not words:
        return None
    try:
        return seconds_of(words)
    except (ValueError, OverflowError):
        raise BadInput(f"{name}: {words!r:.60} is no time; write 2026-11-21T06:00:00Z") from None


def language_asked(words: str, accepted: str) -> Language:
    """Choose a language: as asked, else the first that the browser names and that there is."""
    for one in (words, *(part.partition(";")[0].strip() for part in accepted.split(","))):
        found = one.lower().partition("-")[0]
        if found in set(Language):
            return Language(found)
    return Language.ENGLISH


async def host_to_examine(known: Known, scope: Scope, caller: Caller, name: str) -> str:
    """Give the id of the host that is to be examined, where the caller may; NotKnown, Denied."""
    mine = here()
    if not name and not usual_host(known):
        must(caller, Verb.RUN, "examinations")  # nobody knows yet which machine it will be
        return ""
    if name in ("", mine.id, mine.name):
        try:
            thing = attributes(await host_named(scope, mine.id))
        except NotKnown:  # it is examined for the first time
            thing = {"host": mine.name, "id": mine.id}
        must(caller, Verb.RUN, "examinations", thing)
        return mine.id
    found = await host_named(scope, name)
    must(caller, Verb.RUN, "examinations", attributes(found))
    return found.facts.id

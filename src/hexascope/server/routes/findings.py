"""Findings over HTTP: of the newest examination of each host, or of all that are kept."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from hexascope.bootstrap.serving.reporting import told_in
from hexascope.domain.access import Caller, Verb
from hexascope.domain.errors import BadInput
from hexascope.domain.use import Severity
from hexascope.kit.visible import visible
from hexascope.server.requests.asked import AskCaller, AskParts, AskScope
from hexascope.server.requests.asking import AskHost, AskLabel, AskTime, AskWords, time_asked
from hexascope.server.requests.guard import may
from hexascope.server.requests.ours import hosts_meant, must_of, shown_page
from hexascope.server.requests.paging import AskPage, Listed
from hexascope.server.schemas.findings import (
    Finding,
    IgnoreAsked,
    WholeFinding,
    finding_shown,
    finding_whole,
)
from hexascope.services.translating import Sentences
from hexascope.store.database.content.examinations import Examinations
from hexascope.store.database.content.findings import Findings, KeptFinding, Wanted
from hexascope.store.database.content.ignored import Ignored, IgnoredFindings
from hexascope.store.database.scope import Scope
from hexascope.store.database.words import storable
from hexascope.words import Language

findings = APIRouter(prefix="/api/v1/findings", tags=["findings"])

AskSeverity = Annotated[
    Literal["info", "low", "medium", "high", "critical"],
    Query(description="At least this severity."),
]
AskWord = Annotated[str, Query(max_length=80)]
AskAll = Annotated[bool, Query(alias="all", description="Also of older examinations.")]
AskWhen = Annotated[Literal["", "now", "past"], Query(description="now, past, or both.")]
AskIgnored = Annotated[
    Literal["", "yes", "no"], Query(description="yes: only ignored ones; no: only the others.")
]
AskText = Annotated[str, Query(max_length=80, description="Letters of the English title.")]
AS_KEPT = Sentences()
SEVERITIES = {one.word: one for one in Severity}


@findings.get("", dependencies=[may(Verb.READ, "findings")])
async def list_findings(
    scope: AskScope,
    caller: AskCaller,
    parts: AskParts,
    page: AskPage,
    host: AskHost = "",
    label: AskLabel = "",
    severity: AskSeverity = "info",
    check: AskWord = "",
    resource: AskWord = "",
    when: AskWhen = "",
    examination: AskWord = "",
    since: AskTime = "",
    until: AskTime = "",
    lang: AskWords = Language.ENGLISH,
    ignored: AskIgnored = "",
    text: AskText = "",
    *,
    everything: AskAll = False,
) -> Listed[Finding]:
    """List findings: of the newest examination of each host, unless one or a time is named."""
    hosts = await hosts_meant(scope, caller, "findings", name=host, label=label)
    of_all = everything or examination or since or until
    found = await Findings(scope).page(
        Wanted(
            hosts=hosts,
            examinations=None if of_all else await Examinations(scope).latest(hosts),
            examination=examination,
            check=check,
            resource=resource,
            when=when,
            severity=SEVERITIES[severity],
            since=time_asked("since", since),
            until=time_asked("until", until),
            words=storable(text),
            ignored=None if not ignored else ignored == "yes",
            now=parts.clock(),
        ),
        after=page.after(float, str, int),
        limit=page.limit,
    )
    known = await _ignored(scope, parts.clock())
    said = await parts.translations.of(scope, {one.examination for one in found.items}, lang)
    return shown_page(
        found,
        lambda one: finding_shown(
            one, said.get(one.examination, AS_KEPT), known.get((one.host_id, one.id))
        ),
    )


@findings.get("/{examination}/{finding}", dependencies=[may(Verb.READ, "findings")])
async def read_finding(
    examination: str,
    finding: str,
    scope: AskScope,
    caller: AskCaller,
    parts: AskParts,
    lang: AskWords = Language.ENGLISH,
) -> WholeFinding:
    """Give one finding of an examination, with its evidence."""
    known = await _one(scope, caller, Verb.READ, examination, finding)
    report = await told_in(scope, examination, lang)
    ignored = await _ignored(scope, parts.clock())
    return finding_whole(known, report, ignored.get((known.host_id, known.id)))


@findings.put(
    "/{examination}/{finding}/ignored",
    status_code=204,
    dependencies=[may(Verb.CHANGE, "findings")],
)
async def ignore_finding(
    examination: str,
    finding: str,
    asked: IgnoreAsked,
    scope: AskScope,
    caller: AskCaller,
    parts: AskParts,
) -> Response:
    """Ignore a finding of this host from now on, for a reason, until a time or for good."""
    known = await _one(scope, caller, Verb.CHANGE, examination, finding)
    now, until = parts.clock(), time_asked("until", asked.until) or 0.0
    if until and until <= now:
        raise BadInput("until: it is past; leave it out to ignore the finding for good")
    await IgnoredFindings(scope).put(
        Ignored(
            host=known.host_id,
            finding=known.id,
            reason=visible(asked.reason),
            by=caller.name,
            created=now,
            until=until,
        )
    )
    return Response(status_code=204)


@findings.delete(
    "/{examination}/{finding}/ignored",
    status_code=204,
    dependencies=[may(Verb.CHANGE, "findings")],
)
async def show_finding_again(
    examination: str, finding: str, scope: AskScope, caller: AskCaller
) -> Response:
    """Ignore a finding no longer."""
    known = await _one(scope, caller, Verb.CHANGE, examination, finding)
    await IgnoredFindings(scope).remove(known.host_id, known.id)
    return Response(status_code=204)


async def _one(scope: Scope, caller: Caller, verb: Verb, examination: str, id_: str) -> KeptFinding:
    known = await Findings(scope).one(examination, id_)
    await must_of(scope, caller, verb, "findings", known.host_id)
    return known


async def _ignored(scope: Scope, now: float) -> dict[tuple[str, str], Ignored]:
    several = await IgnoredFindings(scope).all()
    return {(one.host, one.finding): one for one in several if one.holds(now)}

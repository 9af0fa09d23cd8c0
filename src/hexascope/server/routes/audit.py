"""The audit log over HTTP: for auditors and administrators."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from hexascope.domain.access import Verb
from hexascope.domain.errors import BadInput
from hexascope.kit.clock import seconds_of
from hexascope.server.requests.asked import AskCaller, AskParts, AskScope
from hexascope.server.requests.guard import may, must
from hexascope.server.requests.paging import AskPage, Listed, listed
from hexascope.server.schemas.audit import Head, Record, Verification, head_shown, record_shown
from hexascope.services.auditing import Broken, verified
from hexascope.store.database.audit import AuditLog, Wanted

audit = APIRouter(prefix="/api/v1/audit", tags=["audit"])

Word = Annotated[str, Query(max_length=200)]
Moment = Annotated[str, Query(max_length=40, description="RFC 3339, such as 2026-11-21T00:00:00Z.")]


async def wanted_of(
    actor: Word = "",
    verb: Word = "",
    resource: Word = "",
    object: Word = "",  # noqa: A002 - the word of the log
    since: Moment = "",
    until: Moment = "",
) -> Wanted:
    """Read which records are asked for."""
    return Wanted(
        actor=actor,
        verb=verb,
        resource=resource,
        object=object,
        since=_moment("since", since) if since else 0.0,
        until=_moment("until", until) if until else float("inf"),
    )


@audit.get("", dependencies=[may(Verb.READ, "audit")])
async def list_records(
    scope: AskScope,
    caller: AskCaller,
    page: AskPage,
    wanted: Annotated[Wanted, Depends(wanted_of)],
) -> Listed[Record]:
    """List what was done, the newest first."""
    must(caller, Verb.READ, "audit")
    before = page.after(int)
    log = AuditLog(scope)
    rows = await log.newest(wanted, before=before[0] if before else 0, limit=page.fetched)
    return listed(rows, page, record_shown, lambda row: (row.seq,))


@audit.get("/heads", dependencies=[may(Verb.READ, "audit")])
async def list_heads(scope: AskScope, caller: AskCaller, page: AskPage) -> Listed[Head]:
    """List the signed heads, the oldest first: keep them outside, and the end can't be cut off."""
    must(caller, Verb.READ, "audit")
    after = page.after(int)
    heads = await AuditLog(scope).heads(after=after[0] if after else 0, limit=page.fetched)
    return listed(heads, page, head_shown, lambda head: (head.seq,))


@audit.get("/verification", dependencies=[may(Verb.READ, "audit")])
async def verify_log(scope: AskScope, caller: AskCaller, parts: AskParts) -> Verification:
    """Verify the whole log: each record, the chain, the signed heads."""
    must(caller, Verb.READ, "audit")
    try:
        found = await verified(AuditLog(scope), parts.vault)
    except Broken as broken:
        return Verification(
            holds=False, records=0, heads=0, after_head=0, wrong=broken.seq, why=str(broken)
        )
    return Verification(
        holds=True, records=found.records, heads=found.heads, after_head=found.after_head
    )


def _moment(name: str, words: str) -> float:
    try:
        return seconds_of(words)
    except ValueError:
        raise BadInput(f"{name} {words!r} is no time, such as 2026-11-21T00:00:00Z") from None

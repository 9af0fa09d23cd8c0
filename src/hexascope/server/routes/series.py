"""Series over HTTP: their names, what they came to, the largest, and files of them."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Response
from fastapi.responses import StreamingResponse

from hexascope.domain.access import Caller, Verb
from hexascope.domain.errors import BadInput
from hexascope.domain.families import families, told_unit
from hexascope.domain.series import parted
from hexascope.kit.clock import seconds_of
from hexascope.server.requests.asked import AskCaller, AskParts
from hexascope.server.requests.guard import may
from hexascope.server.requests.paging import AskPage, Listed, listed
from hexascope.server.schemas.series import (
    Aggregate,
    Answer,
    Combine,
    Format,
    Name,
    Ranked,
    Top,
    answer_shown,
    name_shown,
    top_shown,
)
from hexascope.services.series import largest
from hexascope.services.series.asking import May, Question, Told, ask
from hexascope.services.series.asking import names as names_of
from hexascope.services.series.exporting import FORMATS
from hexascope.services.series.incoming import LAST_S
from hexascope.store.database.series.names import match_of

series = APIRouter(prefix="/api/v1/series", tags=["series"])

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
MOST_LABELS = 8
"""Labels that one grouping names."""

AskMatch = Annotated[
    str,
    Query(
        max_length=512,
        description="Which series: `family{label=value}`; `*`, `?` and `[…]` are globs.",
        examples=["disk.await{device=vd*}"],
    ),
]
AskHost = Annotated[str, Query(max_length=256, description="A glob of host names, or an id.")]
AskFrom = Annotated[
    str,
    Query(
        alias="from",
        max_length=40,
        description="RFC 3339, seconds since 1970, or how long ago: `-1h`, `-7d`.",
    ),
]
AskTo = Annotated[str, Query(alias="to", max_length=40, description="As `from`; `now`.")]
AskStep = Annotated[
    str,
    Query(
        max_length=12,
        description="Seconds, or `30s`, `5m`, `1h`; `raw`: as measured; empty: what suits.",
    ),
]


@series.get("", dependencies=[may(Verb.READ, "series")])
async def list_names(
    parts: AskParts,
    caller: AskCaller,
    page: AskPage,
    match: AskMatch = "*",
    host: AskHost = "*",
    since: AskFrom = "-1d",
) -> Listed[Name]:
    """List the series that are kept, by host and key."""
    after = page.after(str, str)
    now = parts.clock()
    found = await names_of(
        parts.series,
        caller.tenant,
        match_of(match),
        host=host,
        may=_may(caller),
        since=_moment(since, now, "from"),
    )
    rows = [one for one in found if after is None or (one.host, one.key) > after]
    hosts = await parts.series.hosts(caller.tenant)
    return listed(
        rows[: page.fetched],
        page,
        lambda one: name_shown(one, hosts[one.host]["host"], _unit(one.key)),
        lambda one: (one.host, one.key),
    )


async def _question(
    parts: AskParts,
    match: AskMatch,
    host: AskHost = "*",
    since: AskFrom = "-1h",
    until: AskTo = "now",
    step: AskStep = "",
    aggregate: Annotated[Aggregate, Query(description="What one step comes to.")] = "avg",
    group: Annotated[
        str, Query(max_length=256, description="Labels, or `host`, told as one line: `a,b`.")
    ] = "",
    combine: Annotated[Combine, Query(description="How a group is put together.")] = "avg",
) -> Question:
    now = parts.clock()
    labels = tuple(one.strip() for one in group.split(",") if one.strip())
    if len(labels) > MOST_LABELS:
        raise BadInput(f"group: at most {MOST_LABELS} labels")
    return Question(
        match=match_of(match),
        start=_moment(since, now, "from"),
        end=_moment(until, now, "to"),
        host=host,
        step=_step(step),
        aggregate=aggregate,
        group=labels or None,
        combine=combine,
    )


AskQuestion = Annotated[Question, Depends(_question)]


@series.get(
    "/query",
    dependencies=[may(Verb.READ, "series")],
    response_model=None,
    responses={200: {"model": Answer}},
)
async def query_series(
    parts: AskParts,
    caller: AskCaller,
    question: AskQuestion,
    times: Annotated[
        Literal["rfc3339", "seconds"], Query(description="How moments of points are written.")
    ] = "rfc3339",
) -> Response:
    """Give series over a range, one value a step."""
    told = await ask(parts.series, caller.tenant, question, _may(caller))
    body = await asyncio.to_thread(_as_json, told, seconds=times == "seconds")
    return Response(body, media_type="application/json")


@series.get("/top", dependencies=[may(Verb.READ, "series")])
async def rank_series(
    parts: AskParts,
    caller: AskCaller,
    match: AskMatch,
    host: AskHost = "*",
    since: AskFrom = "-1h",
    until: AskTo = "now",
    aggregate: Annotated[Ranked, Query(description="What a series comes to.")] = "avg",
    limit: Annotated[int, Query(ge=1, le=largest.MOST)] = 20,
    *,
    smallest: Annotated[bool, Query(description="The smallest instead.")] = False,
) -> Top:
    """Rank series over a range of the last two days, from summaries alone."""
    now = parts.clock()
    ranking = await largest.top(
        parts.series,
        caller.tenant,
        match_of(match),
        start=_moment(since, now, "from"),
        end=_moment(until, now, "to"),
        host=host,
        aggregate=aggregate,
        limit=limit,
        smallest=smallest,
        may=_may(caller),
    )
    return top_shown(ranking)


@series.get("/export", dependencies=[may(Verb.READ, "series")], response_class=StreamingResponse)
async def export_series(
    parts: AskParts,
    caller: AskCaller,
    question: AskQuestion,
    format: Annotated[Format, Query()] = "csv",  # noqa: A002 - the word of the address
) -> StreamingResponse:
    """Give what a query would as a file: CSV, JSON lines or OpenMetrics with moments."""
    told = await ask(parts.series, caller.tenant, question, _may(caller))
    content_type, write = FORMATS[format]
    name = "txt" if format == "openmetrics" else format
    headers = {"Content-Disposition": f'attachment; filename="series.{name}"'}
    return StreamingResponse(_slowly(write(told)), media_type=content_type, headers=headers)


async def _slowly(pieces: Iterator[str]) -> AsyncIterator[str]:
    """Let others have their turn between two series."""
    for piece in pieces:
        yield piece
        await asyncio.sleep(0)


def _as_json(told: Told, *, seconds: bool) -> bytes:
    shown = answer_shown(told, seconds=seconds)
    return json.dumps(shown, separators=(",", ":"), allow_nan=False).encode()


def _may(caller: Caller) -> May:
    return lambda attributes: caller.may(Verb.READ, "series", attributes)


def _unit(key: str) -> str:
    family = families().get(parted(key)[0])
    return told_unit(family) if family else ""


def _moment(words: str, now: float, name: str) -> float:
    """Read a moment; BadInput."""
    try:
        if words == "now":
            return now
        if words[:1] == "-" and words[-1:] in UNITS:
            moment = now - float(words[1:-1]) * UNITS[words[-1]]
        elif words[:1].isdigit() and "T" not in words:
            moment = float(words)
        else:
            moment = seconds_of(words)
    except (ValueError, OverflowError):
        moment = -1.0
    if not 0 <= moment < LAST_S:
        raise BadInput(f"{name}: RFC 3339, seconds since 1970, or -1h is needed, not {words:.40}")
    return moment


def _step(words: str) -> int | None:
    if not words:
        return None
    if words == "raw":
        return 0
    number, unit = (words[:-1], UNITS[words[-1]]) if words[-1] in UNITS else (words, 1)
    if not number.isascii() or not number.isdigit() or not 1 <= int(number) * unit <= 86_400 * 30:
        raise BadInput(f"step: seconds, or 30s, 5m, 1h is needed, not {words:.20}")
    return int(number) * unit

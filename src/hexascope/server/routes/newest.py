"""The newest value of each series, as Prometheus scrapes it."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Query, Response

from hexascope.domain.access import Verb
from hexascope.server.requests.asked import AskCaller, AskParts
from hexascope.server.requests.guard import may
from hexascope.services.series.asking import Question, ask
from hexascope.services.series.exporting import FORMATS
from hexascope.store.database.series.names import match_of

newest = APIRouter(prefix="/api/v1/series/newest", tags=["series"])

AGO_S = 60.0
"""What was told longer ago is not the newest any more: the host is away."""


@newest.get("", dependencies=[may(Verb.READ, "series")], response_class=Response)
async def read_newest(
    parts: AskParts,
    caller: AskCaller,
    match: Annotated[
        str, Query(max_length=512, description="Which series: `family{label=value}`, with globs.")
    ] = "*",
    host: Annotated[
        str, Query(max_length=256, description="A glob of host names, or an id.")
    ] = "*",
) -> Response:
    """Give the newest value of each series of the last minute, as OpenMetrics with its moment."""
    now = parts.clock()
    question = Question(match=match_of(match), start=now - AGO_S, end=now, host=host, step=0)
    told = await ask(
        parts.series,
        caller.tenant,
        question,
        lambda attributes: caller.may(Verb.READ, "series", attributes),
    )
    lines = [replace(line, points=line.points[-1:]) for line in told.lines]
    content_type, write = FORMATS["openmetrics"]
    text = "".join(write(replace(told, lines=lines)))
    return Response(text, headers={"Content-Type": content_type})

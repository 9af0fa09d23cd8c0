"""What this process counts, for Prometheus."""

import secrets
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from prometheus_client.exposition import choose_encoder

from hexascope.bootstrap.serving.parts import Parts
from hexascope.domain.access import Verb
from hexascope.domain.errors import BadSettings, Denied
from hexascope.server.frame import limiting
from hexascope.server.listening import is_loopback
from hexascope.server.measured import gauges_of, measure
from hexascope.server.requests.asked import AskParts, credentials_of
from hexascope.server.requests.guard import NotLoggedIn, anyone

metrics = APIRouter(tags=["server"])

OPEN = "it asks for the token of server.metrics_token_file, else for loopback or read:metrics"
FORWARDED = ("forwarded", "x-forwarded-for", "via")
LONGEST_TOKEN = 4096


@metrics.get("/metrics", dependencies=[anyone(OPEN)], response_class=Response)
async def read_metrics(request: Request, parts: AskParts) -> Response:
    """Give what this process counts, as text for Prometheus or OpenMetrics."""
    await _refuse_strangers(request, parts)
    await measure(parts, gauges_of(request.app))
    encode, content_type = choose_encoder(request.headers.get("accept", ""))
    text = await run_in_threadpool(encode, parts.registry)
    return Response(text, media_type=None, headers={"Content-Type": content_type})


async def _refuse_strangers(request: Request, parts: Parts) -> None:
    given = credentials_of(request)
    wanted = _token(parts.known.settings.server.metrics_token_file)
    if wanted and secrets.compare_digest(given.bearer.encode(), wanted.encode()):
        return
    if not wanted and not given.bearer and _from_this_machine(request):
        return
    caller = await parts.recognise(given)
    if caller is None:
        await limiting.count_stranger(request, parts)
        raise NotLoggedIn("send the token of server.metrics_token_file, or one with read:metrics")
    if not caller.may_some(Verb.READ, "metrics"):
        raise Denied(f"{caller.name} may not read metrics")


def _from_this_machine(request: Request) -> bool:
    """Tell whether nobody else asks; a proxy of this machine asks for others."""
    return (request.client is None or is_loopback(request.client.host)) and not any(
        name in request.headers for name in FORWARDED
    )


def _token(file: str) -> str:
    if not file:
        return ""
    try:
        with Path(file).open(encoding="ascii") as stream:
            token = stream.read(LONGEST_TOKEN).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"server.metrics_token_file: {file} can't be read: {error}") from None
    if not token:
        raise BadSettings(f"server.metrics_token_file: {file} is empty")
    return token

"""What the dashboard's page loads: scripts, styles, fonts, its icon."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from hexascope.domain.errors import NotKnown
from hexascope.server.dashboard.built import File, packed_taken
from hexascope.server.dashboard.pages import built_of
from hexascope.server.requests.guard import anyone

assets = APIRouter(include_in_schema=False)

SAME_FOR_ALL = "it is the same for everybody, and says nothing of what is kept"
FOR_EVER = "public, max-age=31536000, immutable"
"""A file's name says its content: what changes has another name."""

A_DAY = "public, max-age=86400"


@assets.get("/assets/{name}", dependencies=[anyone(SAME_FOR_ALL)])
async def read_asset(request: Request, name: str) -> Response:
    """Give a file of the dashboard, packed where the browser takes it so."""
    packed = packed_taken(request.headers.get("accept-encoding", ""))
    found = await run_in_threadpool(built_of(request).asset, name, packed=packed)
    return _answer(found, FOR_EVER)


@assets.get("/favicon.svg", dependencies=[anyone(SAME_FOR_ALL)])
async def read_icon(request: Request) -> Response:
    """Give the icon of the dashboard."""
    return _answer(await run_in_threadpool(built_of(request).icon), A_DAY)


def _answer(file: File | None, kept: str) -> Response:
    if file is None:
        raise NotKnown("the dashboard has no file of this name")
    headers = {"Cache-Control": kept, "Vary": "Accept-Encoding"}
    if file.packed:
        headers["Content-Encoding"] = "gzip"
    return Response(file.body, media_type=file.kind, headers=headers)

"""The API described, for programs and for people."""

import json
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse

from hexascope.server.documentation.page import Written, written
from hexascope.server.requests.guard import anyone

description = APIRouter(include_in_schema=False)

OPEN = "it says what could be asked, and nothing of what is kept"


@description.get("/api/v1/openapi.json", dependencies=[anyone(OPEN)])
async def read_openapi(request: Request) -> Response:
    """Describe the API as OpenAPI 3.1."""
    body = await run_in_threadpool(_described, request.app)
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-cache"})


@description.get("/api/docs", dependencies=[anyone(OPEN)])
async def read_documentation(request: Request) -> HTMLResponse:
    """Describe the API as a page."""
    page = await run_in_threadpool(_page, request.app)
    headers = {"Content-Security-Policy": page.policy, "Cache-Control": "no-cache"}
    return HTMLResponse(page.html, headers=headers)


def _described(app: Any) -> bytes:
    if getattr(app.state, "described", None) is None:
        app.state.described = json.dumps(app.openapi(), separators=(",", ":")).encode()
    described: bytes = app.state.described
    return described


def _page(app: Any) -> Written:
    if getattr(app.state, "documentation", None) is None:
        app.state.documentation = written(app.openapi())
    page: Written = app.state.documentation
    return page

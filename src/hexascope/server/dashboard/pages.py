"""The addresses of the dashboard's pages: all of them show one page, whose script does the rest."""

import secrets
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.routing import Match

from hexascope.server.dashboard.built import Built
from hexascope.server.frame.security import html_policy

PAGES = (
    "overview",
    "hosts",
    "examinations",
    "findings",
    "live",
    "jobs",
    "schedules",
    "reports",
    "settings",
    "specialists",
    "tasks",
    "performance",
    "series",
    "alerts",
    "history",
    "compare",
    "welcome",
    "snapshots",
)
"""How a page's address begins; what stands below it is the page's own."""

NONCE_BYTES = 16


class PageRoute(APIRoute):
    """A route that knows the addresses of pages alone: others are nowhere, as without it."""

    def matches(self, scope: Any) -> tuple[Match, Any]:
        """Match a GET whose first segment names a page."""
        if scope["type"] != "http" or scope["method"] != "GET":
            return Match.NONE, {}
        first = scope["path"].removeprefix("/").partition("/")[0]
        return super().matches(scope) if first in PAGES else (Match.NONE, {})


def built_of(request: Request) -> Built:
    """Give the build that this process serves."""
    built: Built = request.app.state.built
    return built


async def dashboard_page(request: Request) -> Response | None:
    """Give the dashboard, None where it was not built; its styles are named by a nonce."""
    nonce = secrets.token_urlsafe(NONCE_BYTES)
    shown = await run_in_threadpool(built_of(request).page, nonce)
    if shown is None:
        return None
    # reports are previewed in a frame, which they themselves say can run nothing
    policy = html_policy(styles=[f"'nonce-{nonce}'"], fonts=["'self'"], frames=["'self'"])
    return HTMLResponse(shown, headers={"Content-Security-Policy": policy})

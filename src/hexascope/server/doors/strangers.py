"""What who is not logged in sees in place of a page."""

from http import HTTPStatus
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from hexascope.bootstrap.serving.parts import Parts
from hexascope.server.doors.pages import page

LONGEST_PLACE = 2048
"""Letters of an address that one comes back to; a longer one would not fit the login's form."""


async def for_stranger(request: Request, parts: Parts) -> Response:
    """Send him to log in, and then back here; before anybody can, say where the link is."""
    if not await parts.login_ready():
        return page(request, "home.html", title="Welcome", state="new")
    address = f"/login?next={quote(_place(request), safe='/')}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _place(request: Request) -> str:
    raw: bytes = request.scope.get("raw_path") or quote(request.url.path).encode()
    query: bytes = request.scope.get("query_string", b"")
    place = (raw + b"?" + query if query else raw).decode("latin-1")
    return place if len(place) <= LONGEST_PLACE else "/"

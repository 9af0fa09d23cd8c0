"""The pages of the dashboard."""

from http import HTTPStatus

from fastapi import APIRouter, Request, Response

from hexascope.server.dashboard.pages import PageRoute, dashboard_page
from hexascope.server.doors.pages import page
from hexascope.server.doors.strangers import for_stranger
from hexascope.server.requests.asked import AskParts, credentials_of
from hexascope.server.requests.guard import anyone

dashboard = APIRouter(include_in_schema=False, route_class=PageRoute)

LOOKS = "it looks who asks, and sends strangers to log in"


@dashboard.get("/{page:path}", dependencies=[anyone(LOOKS)])
async def show_dashboard(request: Request, parts: AskParts) -> Response:
    """Show the dashboard, whose script knows what the address means."""
    if await parts.recognise(credentials_of(request)) is None:
        return await for_stranger(request, parts)
    shown = await dashboard_page(request)
    if shown is not None:
        return shown
    return page(request, "unbuilt.html", title="No dashboard", status=HTTPStatus.NOT_FOUND)

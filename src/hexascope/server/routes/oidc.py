"""Logging in by an identity provider: there, and back again."""

from http import HTTPStatus
from urllib.parse import quote, unquote

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from hexascope.domain.errors import BadInput, CannotReach, Denied
from hexascope.server.doors.fields import fields_of, own_place
from hexascope.server.doors.pages import page
from hexascope.server.doors.strangers import LONGEST_PLACE
from hexascope.server.requests.cookies import FLOW_COOKIE, NEXT_COOKIE, name_of, put, set_session
from hexascope.server.requests.guard import anyone
from hexascope.server.requests.logins import AskAccess, asked_by, base_of
from hexascope.services.access.access import Access
from hexascope.services.access.identified import log_in_by
from hexascope.services.access.oidc import COOKIE_S, LONGEST_ANSWER, Provider, Returned

oidc = APIRouter(prefix="/login", include_in_schema=False)

OPEN = anyone("who logs in is not yet known")
BACK = "/login/back"
FAILED = "The login at your provider did not work: begin again."
AWAY = "Your identity provider does not answer."


@oidc.get("/oidc", dependencies=[OPEN])
async def go_to_provider(request: Request, access: AskAccess) -> Response:
    """Send the browser to the identity provider."""
    try:
        begun = await _provider(access).begin(base_of(request) + BACK)
    except CannotReach:
        return _failed(request, AWAY, HTTPStatus.BAD_GATEWAY)
    answer = RedirectResponse(begun.address, HTTPStatus.SEE_OTHER)
    put(request, answer, name_of(request, FLOW_COOKIE), begun.cookie, COOKIE_S)
    wanted = own_place(request.query_params.get("next", "/"))
    kept = quote(wanted if len(wanted) <= LONGEST_PLACE else "/", safe="/")
    put(request, answer, name_of(request, NEXT_COOKIE), kept, COOKIE_S)
    return answer


@oidc.get("/back", dependencies=[OPEN])
async def come_back(request: Request) -> HTMLResponse:
    """Take what the provider sends back, and have the browser send it as a form of ours.

    A browser that comes from another site brings no strict cookies, and a GET changes nothing.
    """
    told = request.query_params
    code, state = told.get("code", ""), told.get("state", "")
    if not code or not state or max(len(code), len(state)) > LONGEST_ANSWER:
        return _failed(request, FAILED, HTTPStatus.BAD_REQUEST)
    return page(request, "back.html", title="Log in", code=code, state=state)


@oidc.post("/back", dependencies=[OPEN])
async def finish(request: Request, access: AskAccess) -> Response:
    """Have the provider's code redeemed, and begin a session."""
    sent = await fields_of(request)
    flow = name_of(request, FLOW_COOKIE)
    returned = Returned(
        cookie=request.cookies.get(flow, "")[:LONGEST_ANSWER],
        state=sent.get("state", ""),
        code=sent.get("code", "")[:LONGEST_ANSWER],
        redirect=base_of(request) + BACK,
    )
    provider = _provider(access)
    try:
        claims = await provider.finish(returned)
        asked = asked_by(request, tenant=provider.plan.tenant)
        logged = await log_in_by(access, provider.plan, claims, asked)
    except CannotReach:
        return _failed(request, AWAY, HTTPStatus.BAD_GATEWAY)
    except (Denied, BadInput):
        return _failed(request, FAILED, HTTPStatus.FORBIDDEN)
    wanted = unquote(request.cookies.get(name_of(request, NEXT_COOKIE), "/"))
    answer = RedirectResponse(own_place(wanted), HTTPStatus.SEE_OTHER)
    set_session(request, answer, logged.secret, logged.csrf, access.lives.whole)
    put(request, answer, flow, "", 0)
    put(request, answer, name_of(request, NEXT_COOKIE), "", 0)
    return answer


def _provider(access: Access) -> Provider:
    if access.provider is None:
        raise BadInput("no identity provider is set: see [oidc]")
    return access.provider


def _failed(request: Request, problem: str, status: int) -> HTMLResponse:
    return page(
        request,
        "login.html",
        title="Log in",
        status=status,
        problem=problem,
        caller="",
        csrf="",
        name="",
        next="/",
        tenant="default",
        provider="",
    )

"""The page at which people log in and out."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from hexascope.domain.errors import BadInput, Denied, HexascopeError, TooMuch
from hexascope.server.doors.fields import fields_of, own_place
from hexascope.server.doors.pages import page, static
from hexascope.server.requests.asked import credentials_of, parts_of
from hexascope.server.requests.cookies import clear_session, set_session
from hexascope.server.requests.guard import anyone
from hexascope.server.requests.logins import AskAccess, access_of, asked_by
from hexascope.services.access.access import FIRST_TENANT, Access
from hexascope.services.access.logging_in import LoggedIn, LoginFailed, log_in
from hexascope.services.access.own import log_out
from hexascope.services.access.sessions import csrf_fits, csrf_of
from hexascope.store.database.tenants import tenant_id

login_pages = APIRouter(include_in_schema=False)

OPEN = anyone("who logs in is not yet known")
A_DAY = {"Cache-Control": "public, max-age=86400"}
WRONG = "The name, the password or the code is wrong."
TOO_MANY = "Too many tries: wait a moment, then try again."
TITLE = "Log in"


@login_pages.get("/login", dependencies=[OPEN])
async def show_login(request: Request, access: AskAccess) -> HTMLResponse:
    """Show the page at which one logs in, or out."""
    credentials = credentials_of(request)
    caller = await parts_of(request).recognise(credentials)
    session = credentials.session if caller and caller.session else ""
    return _page(
        request,
        access,
        caller=caller.name if caller else "",
        csrf=csrf_of(session) if session else "",
        next=own_place(request.query_params.get("next", "/")),
        tenant=request.query_params.get("tenant", FIRST_TENANT)[:63],
    )


@login_pages.post("/login", dependencies=[OPEN])
async def send_login(request: Request, access: AskAccess) -> Response:
    """Log in by the form, and go where one wanted to."""
    sent = await fields_of(request)
    try:
        logged = await _logged_in(request, access, sent)
    except (LoginFailed, TooMuch, BadInput) as error:
        return _page(
            request,
            access,
            status=_status(error),
            problem=WRONG if isinstance(error, LoginFailed | BadInput) else TOO_MANY,
            name=sent.get("name", ""),
            next=own_place(sent.get("next", "/")),
            tenant=sent.get("tenant", FIRST_TENANT)[:63],
        )
    answer = RedirectResponse(own_place(sent.get("next", "/")), HTTPStatus.SEE_OTHER)
    set_session(request, answer, logged.secret, logged.csrf, access.lives.whole)
    return answer


@login_pages.post("/login/end", dependencies=[anyone("the form's token proves whose it is")])
async def send_logout(request: Request) -> Response:
    """Log out by the form."""
    sent = await fields_of(request)
    credentials = credentials_of(request)
    caller = await parts_of(request).recognise(credentials)
    if caller is not None and caller.session:
        if not csrf_fits(credentials.session, sent.get("csrf", "")):
            raise Denied("log out on this server's own page")
        await log_out(access_of(request), caller, asked_by(request, tenant=caller.tenant))
    answer = RedirectResponse("/login", HTTPStatus.SEE_OTHER)
    clear_session(request, answer)
    return answer


@login_pages.get("/login/style.css", dependencies=[anyone("the look of the login page")])
async def read_style() -> Response:
    """Give the style of the pages."""
    return Response(static("style.css"), media_type="text/css", headers=A_DAY)


@login_pages.get("/login/script.js", dependencies=[anyone("the script of the login page")])
async def read_script() -> Response:
    """Give the script of the pages."""
    return Response(static("script.js"), media_type="text/javascript", headers=A_DAY)


async def _logged_in(request: Request, access: Access, sent: Mapping[str, str]) -> LoggedIn:
    asked = asked_by(
        request,
        tenant=tenant_id(sent.get("tenant") or FIRST_TENANT),
        name=sent.get("name", ""),
        password=sent.get("password", ""),
        code=sent.get("code", ""),
    )
    return await log_in(access, asked)


def _status(error: HexascopeError) -> HTTPStatus:
    if isinstance(error, TooMuch):
        return HTTPStatus.TOO_MANY_REQUESTS
    return HTTPStatus.UNAUTHORIZED if isinstance(error, LoginFailed) else HTTPStatus.BAD_REQUEST


def _page(request: Request, access: Access, *, status: int = 200, **values: str) -> HTMLResponse:
    provider = access.provider.name if access.provider else ""
    shown = {"caller": "", "csrf": "", "name": "", "next": "/", "tenant": FIRST_TENANT}
    return page(
        request,
        "login.html",
        title=TITLE,
        status=status,
        provider=provider,
        **{**shown, **values},
    )

"""Logging in and out, and setting up the first administrator."""

from fastapi import APIRouter, Request, Response

from hexascope.domain.access import Verb
from hexascope.server.requests.asked import AskCaller, AskScope
from hexascope.server.requests.cookies import clear_session, set_session
from hexascope.server.requests.guard import NotLoggedIn, anyone, may
from hexascope.server.requests.logins import AskAccess, asked_by, refuse_other_pages
from hexascope.server.schemas.access import LoggedInShown, Login, SetUp, logged_in_shown
from hexascope.services.access.logging_in import LoginFailed, log_in
from hexascope.services.access.own import end_session
from hexascope.services.access.setting_up import use_link

login = APIRouter(prefix="/api/v1", tags=["access"])


@login.post("/login", status_code=201, dependencies=[anyone("who logs in is not yet known")])
async def create_session(
    body: Login, request: Request, response: Response, access: AskAccess
) -> LoggedInShown:
    """Log in with name and password; the session comes as a cookie."""
    refuse_other_pages(request)
    asked = asked_by(
        request, tenant=body.tenant, name=body.name, password=body.password, code=body.code
    )
    try:
        logged = await log_in(access, asked)
    except LoginFailed as error:
        raise NotLoggedIn(str(error)) from None
    set_session(request, response, logged.secret, logged.csrf, access.lives.whole)
    return logged_in_shown(logged)


@login.post("/logout", status_code=204, dependencies=[may(Verb.REMOVE, "own_sessions")])
async def remove_session(
    request: Request, response: Response, access: AskAccess, scope: AskScope, caller: AskCaller
) -> None:
    """Log out: this session ends at once."""
    await end_session(access, scope, caller, caller.session)
    clear_session(request, response)


@login.post("/setup", status_code=201, dependencies=[anyone("the one-time link proves it")])
async def set_up(
    body: SetUp, request: Request, response: Response, access: AskAccess
) -> LoggedInShown | None:
    """Use a one-time link: make the first administrator, or set a user's password (null then)."""
    refuse_other_pages(request)
    asked = asked_by(request, name=body.name, password=body.password)
    used = await use_link(access, body.link, asked, body.email)
    if used.logged is None:
        return None
    set_session(request, response, used.logged.secret, used.logged.csrf, access.lives.whole)
    return logged_in_shown(used.logged)

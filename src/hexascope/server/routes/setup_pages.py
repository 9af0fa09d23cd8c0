"""The page at which a one-time link is used."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from hexascope.domain.errors import BadInput, NotKnown
from hexascope.server.doors.fields import fields_of
from hexascope.server.doors.pages import page
from hexascope.server.requests.cookies import set_session
from hexascope.server.requests.guard import anyone
from hexascope.server.requests.logins import AskAccess, asked_by
from hexascope.services.access.access import Access
from hexascope.services.access.setting_up import link_is_for, use_link

setup_pages = APIRouter(include_in_schema=False)

OPEN = anyone("the one-time link proves it")
GONE = "This link is used up or out of date: `hexascope users link` makes a new one."
NOT_THE_SAME = "The two passwords are not the same."
PASSWORD_SET = "Your password is set: log in."  # noqa: S105 - a sentence


@setup_pages.get("/setup", dependencies=[OPEN])
async def show_setup(request: Request) -> HTMLResponse:
    """Ask for the link, which the page's script takes from the address."""
    return _page(request, "link")


@setup_pages.post("/setup", dependencies=[OPEN])
async def send_setup(request: Request, access: AskAccess) -> Response:
    """Look whose link it is, then use it up once a password was chosen."""
    sent = await fields_of(request)
    link = sent.get("link", "").strip().rpartition("#")[2]
    try:
        name = await link_is_for(access, link)
    except NotKnown:
        return _page(request, "link", status=HTTPStatus.NOT_FOUND, problem=GONE)
    step = "user" if name else "first"
    shown: dict[str, Any] = {
        "link": link,
        "name": name or sent.get("name", ""),
        "email": sent.get("email", ""),
    }
    if "password" not in sent:
        return _page(request, step, **shown)
    try:
        return await _used(request, access, link, sent)
    except NotKnown:
        return _page(request, "link", status=HTTPStatus.NOT_FOUND, problem=GONE)
    except BadInput as error:
        return _page(request, step, status=HTTPStatus.BAD_REQUEST, problem=str(error), **shown)


async def _used(request: Request, access: Access, link: str, sent: Mapping[str, str]) -> Response:
    if sent["password"] != sent.get("again"):
        raise BadInput(NOT_THE_SAME)
    asked = asked_by(request, name=sent.get("name", ""), password=sent["password"])
    used = await use_link(access, link, asked, sent.get("email", ""))
    if used.logged is None:
        return page(
            request,
            "login.html",
            title="Log in",
            told=PASSWORD_SET,
            caller="",
            csrf="",
            name=used.user.name,
            next="/",
            tenant=used.tenant,
            provider="",
        )
    answer = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    set_session(request, answer, used.logged.secret, used.logged.csrf, access.lives.whole)
    return answer


def _page(request: Request, step: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    shown = {"link": "", "name": "", "email": "", **values}
    return page(request, "setup.html", title="Set up", status=status, step=step, **shown)

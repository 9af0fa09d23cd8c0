"""The users of a tenant, by who may."""

from fastapi import APIRouter, Request, Response

from hexascope.domain.access import Verb
from hexascope.server.requests.asked import AskCaller, AskScope
from hexascope.server.requests.guard import may
from hexascope.server.requests.logins import AskAccess, base_of
from hexascope.server.requests.paging import AskPage, Listed, listed
from hexascope.server.schemas.access import (
    Ended,
    LinkShown,
    NewUser,
    UserChange,
    UserShown,
    user_shown,
)
from hexascope.services.access import managing, own, setting_up
from hexascope.services.access.managing import Wanted
from hexascope.store.database.accounts.sessions import Sessions
from hexascope.store.database.accounts.users import Users

users = APIRouter(prefix="/api/v1/users", tags=["access"])


@users.get("", dependencies=[may(Verb.READ, "users")])
async def list_users(page: AskPage, scope: AskScope) -> Listed[UserShown]:
    """List the users, by name."""
    found = await Users(scope).page(page.after(str), page.fetched)
    return listed(found, page, user_shown, lambda one: (one.key,))


@users.post("", status_code=201, dependencies=[may(Verb.CREATE, "users")])
async def create_user(
    body: NewUser,
    request: Request,
    response: Response,
    access: AskAccess,
    scope: AskScope,
    caller: AskCaller,
) -> UserShown:
    """Add a user; without a password the answer has a one-time link at which he sets one."""
    wanted = Wanted(
        name=body.name,
        email=body.email,
        password=body.password,
        roles=body.roles,
        instance=True if body.instance else None,
    )
    user = await managing.add_user(access, scope, caller, wanted)
    link = None
    if not body.password:
        secret = await setting_up.new_link(scope, access.clock(), user.id)
        link = setting_up.address_of_link(base_of(request), secret)
    response.headers["Location"] = f"/api/v1/users/{user.id}"
    return user_shown(user, link)


@users.get("/{user}", dependencies=[may(Verb.READ, "users")])
async def read_user(user: str, scope: AskScope) -> UserShown:
    """Give one user."""
    return user_shown(await Users(scope).one(user))


@users.patch("/{user}", dependencies=[may(Verb.CHANGE, "users")])
async def change_user(
    user: str, body: UserChange, access: AskAccess, scope: AskScope, caller: AskCaller
) -> UserShown:
    """Change a user; where that changes what he may, his sessions end."""
    wanted = Wanted(**body.model_dump())
    return user_shown(await managing.change_user(access, scope, caller, user, wanted))


@users.delete("/{user}", status_code=204, dependencies=[may(Verb.REMOVE, "users")])
async def remove_user(user: str, access: AskAccess, scope: AskScope, caller: AskCaller) -> None:
    """Remove a user, with his sessions and tokens."""
    await managing.remove_user(access, scope, caller, user)


@users.post("/{user}/link", status_code=201, dependencies=[may(Verb.CHANGE, "users")])
async def create_link(
    user: str, request: Request, access: AskAccess, scope: AskScope, caller: AskCaller
) -> LinkShown:
    """Make a one-time link at which a user sets his password; an earlier one ends."""
    await managing.refuse_greater(scope, caller, await Users(scope).one(user))
    secret = await setting_up.new_link(scope, access.clock(), user)
    link = setting_up.address_of_link(base_of(request), secret)
    return LinkShown(link=link, seconds=setting_up.LINK_S)


@users.delete("/{user}/sessions", dependencies=[may(Verb.CHANGE, "users")])
async def remove_sessions(
    user: str, access: AskAccess, scope: AskScope, caller: AskCaller
) -> Ended:
    """End all sessions of a user."""
    await managing.refuse_greater(scope, caller, await Users(scope).one(user))
    ended = await Sessions(scope).end_all(user)
    access.recogniser.forget()
    return Ended(ended=ended)


@users.delete("/{user}/totp", status_code=204, dependencies=[may(Verb.CHANGE, "users")])
async def remove_totp_of_user(
    user: str, access: AskAccess, scope: AskScope, caller: AskCaller
) -> None:
    """Take the authenticator of a user away who lost it, and his recovery codes."""
    known = await Users(scope).one(user)
    await managing.refuse_greater(scope, caller, known)
    await own.drop_totp(access, scope, known)

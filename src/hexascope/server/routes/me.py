"""Who asks: what he may, his password and his authenticator."""

from contextlib import suppress

from fastapi import APIRouter, Request, Response

from hexascope.domain.access import Verb
from hexascope.domain.errors import NotKnown
from hexascope.server.requests.asked import AskCaller, AskScope, credentials_of
from hexascope.server.requests.cookies import set_session
from hexascope.server.requests.guard import may
from hexascope.server.requests.logins import AskAccess, asked_by
from hexascope.server.schemas.access import (
    LoggedInShown,
    Me,
    NewPassword,
    Proof,
    RecoveryCodes,
    TotpCode,
    TotpOffered,
    logged_in_shown,
    me_shown,
)
from hexascope.services.access import own
from hexascope.services.access.sessions import csrf_of
from hexascope.store.database.accounts.users import Users

me = APIRouter(prefix="/api/v1/me", tags=["access"])


@me.get("", dependencies=[may(Verb.READ, "me")])
async def read_me(request: Request, scope: AskScope, caller: AskCaller) -> Me:
    """Tell who asks, and what he may."""
    csrf = csrf_of(credentials_of(request).session) if caller.session else ""
    user = None
    if caller.session:
        with suppress(NotKnown):  # removed a moment ago
            user = await Users(scope).one(caller.id)
    return me_shown(caller, csrf, user)


@me.post("/password", dependencies=[may(Verb.CHANGE, "me")])
async def change_password(
    body: NewPassword,
    request: Request,
    response: Response,
    access: AskAccess,
    scope: AskScope,
    caller: AskCaller,
) -> LoggedInShown:
    """Set another password; this session is renewed, all others of the user end."""
    asked = asked_by(request, tenant=caller.tenant, password=body.old)
    logged = await own.change_password(access, scope, caller, asked, body.new)
    set_session(request, response, logged.secret, logged.csrf, access.lives.whole)
    return logged_in_shown(logged)


@me.post("/totp", status_code=201, dependencies=[may(Verb.CREATE, "me")])
async def offer_totp(
    body: Proof, access: AskAccess, scope: AskScope, caller: AskCaller
) -> TotpOffered:
    """Begin to set up an authenticator."""
    offered = await own.offer_totp(access, scope, caller, body.password)
    return TotpOffered(secret=offered.secret, address=offered.address)


@me.post("/totp/confirm", dependencies=[may(Verb.CHANGE, "me")])
async def confirm_totp(
    body: TotpCode, access: AskAccess, scope: AskScope, caller: AskCaller
) -> RecoveryCodes:
    """Finish setting up an authenticator by a code of it; gives the recovery codes."""
    codes, _ = await own.confirm_totp(access, scope, caller, body.code)
    return RecoveryCodes(codes=codes)


@me.post("/totp/remove", status_code=204, dependencies=[may(Verb.REMOVE, "me")])
async def remove_totp(body: Proof, access: AskAccess, scope: AskScope, caller: AskCaller) -> None:
    """Take the authenticator away, and its recovery codes."""
    await own.remove_totp(access, scope, caller, body.password)

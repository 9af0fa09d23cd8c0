"""Access tokens for services: short-lived, renewed by refresh tokens that count once."""

from fastapi import APIRouter, Request

from hexascope.domain.access import Verb
from hexascope.server.requests.asked import AskCaller, AskScope
from hexascope.server.requests.guard import NotLoggedIn, anyone, may
from hexascope.server.requests.logins import AskAccess, asked_by
from hexascope.server.schemas.access import AccessPair, Keys, RefreshIn, RevokeIn
from hexascope.services.access import pairs

auth = APIRouter(prefix="/api/v1/auth", tags=["access"])


@auth.post("/token", status_code=201, dependencies=[may(Verb.CREATE, "access")])
async def create_pair(access: AskAccess, scope: AskScope, caller: AskCaller) -> AccessPair:
    """Give an access token and a refresh token to who sends an API token."""
    return _shown(await pairs.first_pair(access, scope, caller))


@auth.post("/refresh", status_code=201, dependencies=[anyone("the refresh token proves it")])
async def refresh_pair(body: RefreshIn, request: Request, access: AskAccess) -> AccessPair:
    """Give the next pair for a refresh token; sent twice, all that came of it is revoked."""
    asked = asked_by(request)
    try:
        pair = await pairs.next_pair(
            access, body.refresh_token, address=asked.address, request=asked.request
        )
    except pairs.BadRefresh as error:
        raise NotLoggedIn(str(error)) from None
    return _shown(pair)


@auth.post("/revoke", status_code=204, dependencies=[may(Verb.REMOVE, "access")])
async def revoke(body: RevokeIn, access: AskAccess, scope: AskScope, caller: AskCaller) -> None:
    """Revoke an access token, or with a refresh token all that came of it."""
    await pairs.revoke(access, scope, caller, body.token)


@auth.get("/keys", dependencies=[anyone("public keys: other services check tokens by them")])
async def list_keys(access: AskAccess) -> Keys:
    """Give the public keys of access tokens."""
    return Keys.model_validate(await access.signing.public())


def _shown(pair: pairs.Pair) -> AccessPair:
    return AccessPair(
        access_token=pair.access, refresh_token=pair.refresh, expires_in=int(pair.seconds)
    )

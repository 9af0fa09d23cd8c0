"""API tokens: one's own, and for who may those of all users of the tenant."""

from fastapi import APIRouter, Response

from hexascope.domain.access import Verb
from hexascope.domain.errors import NotKnown
from hexascope.server.requests.asked import AskCaller, AskScope
from hexascope.server.requests.guard import may
from hexascope.server.requests.logins import AskAccess
from hexascope.server.requests.paging import AskPage, Listed, listed
from hexascope.server.schemas.access import NewToken, TokenShown, token_shown
from hexascope.services.access import managing
from hexascope.store.database.accounts.tokens import Tokens

tokens = APIRouter(prefix="/api/v1", tags=["access"])


@tokens.get("/me/tokens", dependencies=[may(Verb.READ, "own_tokens")])
async def list_own_tokens(page: AskPage, scope: AskScope, caller: AskCaller) -> Listed[TokenShown]:
    """List one's own tokens, by id."""
    found = await Tokens(scope).page(page.after(str), page.fetched, user=caller.id)
    return listed(found, page, token_shown, lambda one: (one.id,))


@tokens.post("/me/tokens", status_code=201, dependencies=[may(Verb.CREATE, "own_tokens")])
async def create_own_token(
    body: NewToken, response: Response, access: AskAccess, scope: AskScope, caller: AskCaller
) -> TokenShown:
    """Make a token of at most what one may oneself; its words are shown this time only."""
    wanted = managing.NewToken(
        name=body.name,
        permissions=body.permissions,
        ends=access.clock() + body.days * 86400.0,
        hosts=body.hosts,
    )
    words, token = await managing.add_token(access, scope, caller, wanted)
    response.headers["Location"] = f"/api/v1/me/tokens/{token.id}"
    return token_shown(token, words)


@tokens.delete("/me/tokens/{token}", status_code=204, dependencies=[may(Verb.REMOVE, "own_tokens")])
async def remove_own_token(
    token: str, access: AskAccess, scope: AskScope, caller: AskCaller
) -> None:
    """Revoke one of one's own tokens, at once."""
    if (await Tokens(scope).one(token)).user != caller.id:
        raise NotKnown("no token of that id is yours")
    await Tokens(scope).revoke(token)
    access.recogniser.forget()


@tokens.get("/tokens", dependencies=[may(Verb.READ, "tokens")])
async def list_tokens(page: AskPage, scope: AskScope) -> Listed[TokenShown]:
    """List the tokens of all users, by id."""
    found = await Tokens(scope).page(page.after(str), page.fetched)
    return listed(found, page, token_shown, lambda one: (one.id,))


@tokens.delete("/tokens/{token}", status_code=204, dependencies=[may(Verb.REMOVE, "tokens")])
async def remove_token(token: str, access: AskAccess, scope: AskScope) -> None:
    """Revoke anybody's token, at once."""
    await Tokens(scope).revoke(token)
    access.recogniser.forget()

"""Access tokens for services: for an API token, renewed by a refresh token that counts once."""

import secrets
from dataclasses import dataclass

from hexascope.domain.access import Caller
from hexascope.domain.deed import Deed
from hexascope.domain.errors import Denied
from hexascope.services.access.access import Access
from hexascope.services.access.signing import LIFE_S
from hexascope.services.access.tokens import REFRESH_PREFIX, new_token, same, token_of
from hexascope.store.database.accounts.refreshing import Refresh, Refreshing
from hexascope.store.database.accounts.tokens import Tokens
from hexascope.store.database.scope import Scope

REFRESH_LIFE_S = 24 * 3600.0
"""How long a refresh token is valid; it never outlives the API token that it began with."""


class BadRefresh(Denied):
    """The refresh token is wrong, used, revoked or out of date; which one is not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """An access token and the refresh token that follows it, both shown once."""

    access: str
    refresh: str
    seconds: float = LIFE_S


async def first_pair(access: Access, scope: Scope, caller: Caller) -> Pair:
    """Give a first pair to who holds an API token; Denied for others."""
    if caller.kind != "token":
        raise Denied("access tokens are given for API tokens: send one as Bearer")
    token = await Tokens(scope).one(caller.id)
    now = access.clock()
    words, fresh = _fresh(token.id, secrets.token_hex(16), now, token.ends)
    await Refreshing(scope).add(fresh)
    return await _pair(access, scope.tenant, fresh, words)


async def next_pair(access: Access, refresh: str, *, address: str, request: str) -> Pair:
    """Give a pair for a refresh token; BadRefresh. Used twice, all that came of it is revoked."""
    written = token_of(refresh, REFRESH_PREFIX)
    found = written and await Refreshing(access.store.everywhere()).one(written.id)
    now = access.clock()
    if not written or not found or not same(found[1].hash, written.hash):
        raise BadRefresh("this refresh token is not valid")
    tenant, held = found
    recognised = await access.recogniser.token(held.token, now)
    if recognised is None or held.ends <= now:
        raise BadRefresh("this refresh token is not valid")
    caller, ends = recognised
    deed = Deed(
        tenant=tenant,
        actor=caller.id,
        actor_kind="service",
        actor_name=caller.name,
        verb="create",
        resource="tokens",
        object=held.family,
        time=now,
        request=request,
        address=address,
    )
    words, fresh = _fresh(held.token, held.family, now, ends)
    followed = await Refreshing(access.store.of(tenant).doing(deed)).follow(held, fresh, now)
    if not followed:
        access.recogniser.forget()
        raise BadRefresh("this refresh token is not valid")
    return await _pair(access, tenant, fresh, words)


async def revoke(access: Access, scope: Scope, caller: Caller, words: str) -> None:
    """Revoke an access token, or with a refresh token its whole family; one's own alone.

    What is no token of the caller's is passed over, as RFC 7009 has it.
    """
    written = token_of(words, REFRESH_PREFIX)
    if written is not None:
        found = await Refreshing(scope).mine(written.id)
        if found and same(found.hash, written.hash) and found.token == caller.id:
            await Refreshing(scope).end(found.family)
    elif (said := await access.signing.read(words)) is not None and said.token == caller.id:
        await Refreshing(scope).deny(said.id, said.ends)
    access.recogniser.forget()


def _fresh(token: str, family: str, now: float, ends: float) -> tuple[str, Refresh]:
    words, written = new_token(REFRESH_PREFIX)
    return words, Refresh(
        id=written.id,
        family=family,
        token=token,
        hash=written.hash,
        created=now,
        ends=min(ends, now + REFRESH_LIFE_S),
    )


async def _pair(access: Access, tenant: str, fresh: Refresh, words: str) -> Pair:
    signed, _ = await access.signing.write(token=fresh.token, tenant=tenant, family=fresh.family)
    return Pair(access=signed, refresh=words)

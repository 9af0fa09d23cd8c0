"""Who asks: told from a session's cookie, an API token or an access token."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from hexascope.domain.access import Caller, Permission, permissions
from hexascope.domain.errors import CannotWrite, TooMuch
from hexascope.services.access.roles import OF_PEOPLE, permissions_of, within
from hexascope.services.access.sessions import LONGEST_COOKIE, SEEN_EVERY_S, Lives
from hexascope.services.access.signing import LONGEST_JWT, Signing
from hexascope.services.access.tokens import hash_of, same, token_of
from hexascope.store.database.accounts.recognised import Found, Recognised
from hexascope.store.database.accounts.sessions import Sessions
from hexascope.store.database.accounts.tokens import Tokens
from hexascope.store.database.scope import Store

REMEMBERED_S = 10.0
"""How long an answer may be given again without looking: so soon is a revocation by another
process known here; one by this process is known at once."""

MOST_REMEMBERED = 10_000
OF_TOKENS = permissions(("read:me", "create:access", "remove:access"))
"""What every token may: see what it may, and get access tokens for itself."""


@dataclass(frozen=True, slots=True)
class _Remembered:
    caller: Caller
    until: float


class Recogniser:
    """Tells who asks, and remembers it for seconds."""

    def __init__(
        self, store: Store, signing: Signing, lives: Lives, clock: Callable[[], float]
    ) -> None:
        self._recognised = Recognised(store)
        self._store, self._signing, self._lives, self._clock = store, signing, lives, clock
        self._remembered: dict[str, _Remembered] = {}
        self._changes = 0

    def forget(self) -> None:
        """Forget all answers: something was revoked or changed."""
        self._changes += 1
        self._remembered.clear()

    async def by(self, *, session: str = "", bearer: str = "") -> Caller | None:
        """Tell who asks; None where this proves nothing. A bearer stands before a cookie."""
        if not (bearer or session) or len(bearer) > LONGEST_JWT or len(session) > LONGEST_COOKIE:
            return None
        key = hash_of(f"bearer {bearer}" if bearer else f"session {session}")
        now = self._clock()
        known = self._remembered.get(key)
        if known and now < known.until:
            return known.caller
        changes = self._changes
        found = await (self._by_bearer(bearer, now) if bearer else self._by_session(session, now))
        if found is None:
            self._remembered.pop(key, None)
            return None
        caller, ends = found
        if changes == self._changes:  # else it may be what was just revoked
            self._remember(key, _Remembered(caller, min(now + REMEMBERED_S, ends)))
        return caller

    def _remember(self, key: str, one: _Remembered) -> None:
        if len(self._remembered) >= MOST_REMEMBERED:
            self._remembered.pop(next(iter(self._remembered)))
        self._remembered[key] = one

    async def _by_session(self, secret: str, now: float) -> tuple[Caller, float] | None:
        found = await self._recognised.by_session(hash_of(secret))
        if found is None or found.user.disabled:
            return None
        if not now < found.ends or not now < found.seen + self._lives.idle:
            return None
        if now - found.seen >= SEEN_EVERY_S:
            sessions = Sessions(self._store.of(found.tenant))
            with suppress(CannotWrite, TooMuch):  # a full disk keeps nobody from looking
                await sessions.touch(found.session, now)
        return _person(found), found.ends

    async def _by_bearer(self, bearer: str, now: float) -> tuple[Caller, float] | None:
        written = token_of(bearer)
        if written is None:
            return await self._by_access_token(bearer, now)
        found = await self._recognised.by_token(written.id)
        if found is None or found.token is None or not same(found.token.hash, written.hash):
            return None
        if not _valid(found, now):
            return None
        await self._touch(found, now)
        return _bearer(found, "token"), found.ends

    async def _by_access_token(self, bearer: str, now: float) -> tuple[Caller, float] | None:
        said = await self._signing.read(bearer)
        if said is None:
            return None
        found = await self._recognised.by_access_token(said.token, said.family, said.id)
        if found is None or found.tenant != said.tenant or not _valid(found, now):
            return None
        await self._touch(found, now)
        return _bearer(found, "service"), min(said.ends, found.ends)

    async def token(self, id_: str, now: float) -> tuple[Caller, float] | None:
        """Give who an API token of this id is, and until when; None where it is no longer valid."""
        found = await self._recognised.by_token(id_)
        if found is None or not _valid(found, now):
            return None
        return _bearer(found, "service"), found.ends

    async def _touch(self, found: Found, now: float) -> None:
        token = found.token
        if token is not None and (token.used is None or now - token.used >= SEEN_EVERY_S):
            with suppress(CannotWrite, TooMuch):
                await Tokens(self._store.of(found.tenant)).touch(token.id, now)


def _valid(found: Found, now: float) -> bool:
    return now < found.ends and not found.user.disabled


def _person(found: Found) -> Caller:
    user = found.user
    return Caller(
        tenant=found.tenant,
        id=user.id,
        name=user.name,
        kind="user",
        permissions=OF_PEOPLE + permissions_of(user.roles, found.own_roles),
        roles=user.roles,
        session=found.session,
        instance=user.instance and "admin" in user.roles,
    )


def _bearer(found: Found, kind: str) -> Caller:
    token = found.token
    assert token is not None
    return Caller(
        tenant=found.tenant,
        id=token.id,
        name=token.name,
        kind=kind,
        permissions=permissions_left(token.permissions, found.user.roles, found.own_roles),
    )


def permissions_left(
    words: tuple[str, ...], roles: tuple[str, ...], own: dict[str, tuple[str, ...]]
) -> tuple[Permission, ...]:
    """Give what a token may now: of what it was made for, what its maker still may."""
    makers = permissions_of(roles, own)
    return OF_TOKENS + tuple(one for one in permissions(words) if within(one, makers))

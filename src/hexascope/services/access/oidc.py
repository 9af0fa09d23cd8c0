"""Logging in by an identity provider: OpenID Connect, the code flow with PKCE.

Nothing is kept here between its two halves. The browser holds one random cookie, and state, nonce
and verifier are all made from it: an answer that was asked for by another browser fits nothing.
"""

import asyncio
import hashlib
import hmac
import json
import secrets
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlencode, urlsplit

from hexascope.domain.errors import BadSettings, CannotReach
from hexascope.services.access.id_tokens import BadIdentity, Expected, read_id_token

PATIENCE_S = 10.0
"""How long the provider may take for one answer."""

MOST_BYTES = 1024 * 1024
"""Of one answer of the provider."""

KNOWN_FOR_S = 3600.0
"""How long its addresses and keys are known before they are asked for again."""

KEYS_AGAIN_S = 30.0
"""How soon at the earliest its keys are asked for again because one was not among them."""

COOKIE_S = 600.0
"""How long a person may take at the provider."""

LONGEST_ANSWER = 2048
"""Letters of a code or state that come back."""

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How this server is known at its provider, and what becomes of who comes from there."""

    issuer: str
    client_id: str
    client_secret: str = ""
    scopes: str = "openid email profile"
    claim: str = "email"
    roles_claim: str = ""
    tenant: str = "default"
    create: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Where the browser goes, and the cookie that it must bring back."""

    address: str
    cookie: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What the browser brings back: `redirect` is the address that it came back to."""

    cookie: str
    state: str
    code: str
    redirect: str


class Provider:
    """An identity provider; its addresses and keys are asked for when they are needed."""

    def __init__(self, plan: Plan, clock: Callable[[], float]) -> None:
        refuse_unsafe(plan.issuer, "oidc.issuer")
        self.plan = plan
        self._clock = clock
        self._known: tuple[float, Mapping[str, Any]] | None = None
        self._keys: tuple[float, Mapping[str, Any]] | None = None
        self._asking = asyncio.Lock()

    @property
    def name(self) -> str:
        """Give what people may call it: its host."""
        return urlsplit(self.plan.issuer).hostname or self.plan.issuer

    async def begin(self, redirect: str) -> Begun:
        """Say where the browser goes to log in; CannotReach."""
        known = await self._addresses()
        cookie = f"{int(self._clock())}.{secrets.token_urlsafe(32)}"
        challenge = hashlib.sha256(_made(cookie, "verifier").encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": self.plan.client_id,
            "redirect_uri": redirect,
            "scope": self.plan.scopes,
            "state": _made(cookie, "state"),
            "nonce": _made(cookie, "nonce"),
            "code_challenge": _base64(challenge),
            "code_challenge_method": "S256",
        }
        there = _address(known, "authorization_endpoint")
        joint = "&" if urlsplit(there).query else "?"
        return Begun(address=f"{there}{joint}{urlencode(asked)}", cookie=cookie)

    async def finish(self, returned: Returned) -> Mapping[str, Any]:
        """Give the checked claims of who came back; BadIdentity, CannotReach."""
        self._refuse_foreign(returned)
        answer = await self._redeem(returned)
        words = answer.get("id_token")
        if not isinstance(words, str):
            raise BadIdentity("the provider sent no id_token")
        expected = Expected(
            issuer=self.plan.issuer,
            audience=self.plan.client_id,
            nonce=_made(returned.cookie, "nonce"),
            now=self._clock(),
        )
        claims = read_id_token(words, await self._known_keys(), expected)
        if claims is None:  # signed by a key that was not there when we looked
            claims = read_id_token(words, await self._known_keys(again=True), expected)
        if claims is None:
            raise BadIdentity("the id_token is signed by no key of the provider")
        return await self._with_more(claims, answer)

    def _refuse_foreign(self, returned: Returned) -> None:
        began = returned.cookie.partition(".")[0]
        fits = hmac.compare_digest(
            _made(returned.cookie, "state").encode(), returned.state.encode(errors="replace")
        )
        if not returned.cookie or not fits:
            raise BadIdentity("this login was begun by another browser, or the cookie is gone")
        if not began.isdigit() or not 0 <= self._clock() - int(began[:12]) <= COOKIE_S:
            raise BadIdentity("this login took too long: begin again")

    async def _redeem(self, returned: Returned) -> Mapping[str, Any]:
        known = await self._addresses()
        form = {
            "grant_type": "authorization_code",
            "code": returned.code,
            "redirect_uri": returned.redirect,
            "client_id": self.plan.client_id,
            "code_verifier": _made(returned.cookie, "verifier"),
        }
        ways = known.get("token_endpoint_auth_methods_supported") or ("client_secret_basic",)
        headers = {}
        if self.plan.client_secret and "client_secret_basic" in ways:
            headers["Authorization"] = _basic(self.plan.client_id, self.plan.client_secret)
        elif self.plan.client_secret:
            form["client_secret"] = self.plan.client_secret
        return await _asked("POST", _address(known, "token_endpoint"), data=form, headers=headers)

    async def _with_more(
        self, claims: Mapping[str, Any], answer: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Add what only the user's page at the provider tells, where a claim that we need lacks."""
        wanted = [one for one in (self.plan.claim, self.plan.roles_claim) if one]
        known = await self._addresses()
        token = answer.get("access_token")
        if all(one in claims for one in wanted) or "userinfo_endpoint" not in known:
            return claims
        if not isinstance(token, str):
            return claims
        headers = {"Authorization": f"Bearer {token}"}
        more = await _asked("GET", _address(known, "userinfo_endpoint"), headers=headers)
        if more.get("sub") != claims["sub"]:
            raise BadIdentity("the provider told of another user than it had let in")
        return {**more, **claims}

    async def _addresses(self) -> Mapping[str, Any]:
        async with self._asking:
            now = self._clock()
            if self._known is None or not 0 <= now - self._known[0] < KNOWN_FOR_S:
                there = self.plan.issuer.rstrip("/") + "/.well-known/openid-configuration"
                found = await _asked("GET", there)
                if found.get("issuer") != self.plan.issuer:
                    raise CannotReach(
                        f"the identity provider calls itself {str(found.get('issuer'))[:100]!r},"
                        f" not {self.plan.issuer!r}: set oidc.issuer to its own words"
                    )
                self._known = (now, found)
            return self._known[1]

    async def _known_keys(self, *, again: bool = False) -> Mapping[str, Any]:
        known = await self._addresses()
        async with self._asking:
            now = self._clock()
            age = KNOWN_FOR_S if self._keys is None else now - self._keys[0]
            if not 0 <= age < (KEYS_AGAIN_S if again else KNOWN_FOR_S) or self._keys is None:
                self._keys = (now, await _asked("GET", _address(known, "jwks_uri")))
            return self._keys[1]


def refuse_unsafe(address: str, name: str) -> None:
    """Refuse an address that is not https, but on this machine; BadSettings."""
    parts = urlsplit(address)
    if parts.scheme == "https" and parts.hostname:
        return
    if parts.scheme == "http" and parts.hostname in LOOPBACK:
        return
    raise BadSettings(f"{name} {address[:100]!r} must be an address that begins with https://")


def _address(known: Mapping[str, Any], name: str) -> str:
    there = known.get(name)
    if not isinstance(there, str):
        raise CannotReach(f"the identity provider does not tell its {name}")
    try:
        refuse_unsafe(there, f"the provider's {name}")
    except BadSettings as error:
        raise CannotReach(str(error)) from None
    return there


async def _asked(method: str, address: str, **more: Any) -> Mapping[str, Any]:
    """Ask the provider, and give the object that it answers; CannotReach."""
    import aiohttp

    where = urlsplit(address).hostname
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(PATIENCE_S)) as session,
            session.request(method, address, allow_redirects=False, **more) as answer,
        ):
            body = await answer.content.read(MOST_BYTES + 1)
            while len(body) <= MOST_BYTES and (piece := await answer.content.readany()):
                body += piece
            status = answer.status
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise CannotReach(
            f"the identity provider {where} does not answer: {error!r:.200}"
        ) from None
    if len(body) > MOST_BYTES or status != 200:
        raise CannotReach(f"the identity provider {where} answered {status}")
    try:
        told = json.loads(body)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise CannotReach(f"the identity provider {where} answered no JSON object")
    return told


def _basic(name: str, password: str) -> str:
    """Write a client's name and secret as RFC 6749 (2.3.1) has it: each encoded as in a form."""
    words = f"{quote_plus(name)}:{quote_plus(password)}"
    return f"Basic {b64encode(words.encode()).decode()}"


def _made(cookie: str, purpose: str) -> str:
    key = cookie.encode(errors="replace")
    return _base64(hmac.new(key, purpose.encode(), hashlib.sha256).digest())


def _base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()

"""An identity provider for tests: it speaks OpenID Connect on a loopback port, and lies when told.

It is written against the standards alone and shares no code with what it tests.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_plus

from aiohttp import web
from joserfc import jws
from joserfc.jwk import ECKey, KeyParameters, OKPKey, RSAKey

CLIENT = "hexascope-test"
SECRET = "the provider's secret for us"


@dataclass
class Provider:
    """What a provider is set to: who is logged in there, and which lie it tells.

    `now` gives the time that its tokens say. Each code counts once, and for one challenge.
    """

    now: Callable[[], float]
    claims: dict[str, Any] = field(default_factory=lambda: {"sub": "ann-1"})
    more: dict[str, Any] = field(default_factory=dict)
    """Claims that only its userinfo tells."""

    algorithm: str = "ES256"
    secret: str = SECRET
    lie: str = ""
    issuer: str = ""
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.key = self._new_key("one")

    def turn_key(self) -> None:
        """Sign by another key from now on, which its key set then names."""
        self.key = self._new_key("two")

    def _new_key(self, kid: str) -> Any:
        named: KeyParameters = {"kid": kid, "use": "sig"}
        if self.algorithm == "ES256":
            return ECKey.generate_key("P-256", parameters=named)
        if self.algorithm == "Ed25519":
            return OKPKey.generate_key("Ed25519", parameters=named)
        return RSAKey.generate_key(2048, parameters=named)

    def app(self) -> web.Application:
        """Give it as an application."""
        app = web.Application()
        app.router.add_get("/.well-known/openid-configuration", self._discovery)
        app.router.add_get("/authorize", self._authorize)
        app.router.add_post("/token", self._token)
        app.router.add_get("/keys", self._keys)
        app.router.add_get("/user", self._user)
        return app

    async def _discovery(self, _request: web.Request) -> web.Response:
        self.asked.append("discovery")
        told = {
            "issuer": "https://other.example" if self.lie == "issuer" else self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/user",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": [self.algorithm],
            "code_challenge_methods_supported": ["S256"],
        }
        if self.lie == "plain endpoint":
            told["token_endpoint"] = "http://10.0.0.1/token"
        if self.lie == "large":
            told["padding"] = "x" * 2_000_000
        if self.lie == "no json":
            return web.Response(text="<html>")
        if self.lie == "error":
            return web.json_response(told, status=503)
        if self.lie == "redirect":
            return web.json_response(told, status=302, headers={"Location": f"{self.issuer}/keys"})
        return web.json_response(told)

    async def _authorize(self, request: web.Request) -> web.Response:
        asked = dict(request.query)
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = f"{asked['redirect_uri']}?code={code}&state={asked['state']}"
        return web.Response(status=302, headers={"Location": back})

    async def _token(self, request: web.Request) -> web.Response:
        form = {name: str(value) for name, value in (await request.post()).items()}
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if self.secret and _told(request.headers.get("Authorization", "")) != self.secret:
            return web.json_response({"error": "invalid_client"}, status=401)
        if (
            asked is None
            or asked["code_challenge"] != challenge
            or asked["redirect_uri"] != form.get("redirect_uri")
            or form.get("grant_type") != "authorization_code"
        ):
            return web.json_response({"error": "invalid_grant"}, status=400)
        told = {"access_token": "to-be-shown", "token_type": "Bearer", "expires_in": 60}
        if self.lie != "no id_token":
            told["id_token"] = self.id_token(asked["nonce"])
        return web.json_response(told)

    async def _keys(self, _request: web.Request) -> web.Response:
        self.asked.append("keys")
        return web.json_response({"keys": [self.key.as_dict(private=False)]})

    async def _user(self, request: web.Request) -> web.Response:
        assert request.headers["Authorization"] == "Bearer to-be-shown"
        subject = "eve-2" if self.lie == "other user" else self.claims["sub"]
        return web.json_response({**self.claims, **self.more, "sub": subject})

    def id_token(self, nonce: str) -> str:
        """Write a token, with the lie that is told."""
        now = self.now()
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": int(now),
            "exp": int(now) + 300,
            "nonce": nonce,
            **self.claims,
            **LIES.get(self.lie, {}),
        }
        if self.lie.startswith("without "):
            del claims[self.lie.removeprefix("without ")]
        if self.lie in ("old", "early"):
            begun = now - 7200 if self.lie == "old" else now + 7200
            claims |= {"iat": int(begun), "exp": int(begun) + 300}
        return self._signed(claims)

    def _signed(self, claims: dict[str, Any]) -> str:
        payload = json.dumps(claims).encode()
        if self.lie == "alg none":
            head = _base64(json.dumps({"alg": "none"}).encode())
            return f"{head}.{_base64(payload)}."
        if self.lie == "shared secret":  # the public key as if it were a secret that both know
            head = _base64(json.dumps({"alg": "HS256", "kid": "one"}).encode())
            words = f"{head}.{_base64(payload)}"
            signed = hmac.digest(self.key.as_pem(private=False), words.encode(), "sha256")
            return f"{words}.{_base64(signed)}"
        key = self._new_key("one") if self.lie == "other key" else self.key
        kid = "unknown" if self.lie == "unknown key" else key.kid
        header = {"alg": self.algorithm, "kid": kid}
        if self.lie == "own key":
            key = self._new_key("one")
            header["jwk"] = key.as_dict(private=False)
        made = jws.serialize_compact(header, payload, key, algorithms=[self.algorithm])
        return made[:-8] + "AAAAAAAA" if self.lie == "broken" else made


LIES: dict[str, dict[str, Any]] = {
    "wrong nonce": {"nonce": "of another login"},
    "wrong audience": {"aud": "another program"},
    "several audiences": {"aud": [CLIENT, "another program"]},
    "other azp": {"aud": [CLIENT, "another program"], "azp": "another program"},
    "wrong issuer": {"iss": "https://other.example"},
    "no user": {"sub": ""},
    "number as user": {"sub": 7},
    "user that nobody sees": {"sub": "ann\x00"},
    "long user": {"sub": "x" * 256},
    "words as end": {"exp": "tomorrow"},
    "true as end": {"exp": True},
    "never ends": {"exp": float("nan")},
}


def _told(header: str) -> str:
    """Give the secret that our client tells."""
    words = base64.b64decode(header.removeprefix("Basic ")).decode()
    name, _, secret = words.partition(":")
    return unquote_plus(secret) if unquote_plus(name) == CLIENT else ""


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@contextmanager
def provided(provider: Provider) -> Iterator[Provider]:
    """Have a provider listen, in a thread of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def begin() -> web.AppRunner:
        runner = web.AppRunner(provider.app())
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        return runner

    runner = asyncio.run_coroutine_threadsafe(begin(), loop).result(10)
    provider.issuer = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield provider
    finally:
        asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()

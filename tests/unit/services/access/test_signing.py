"""Access tokens: what is not exactly one of ours is none."""

import asyncio
import base64
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from joserfc import jws, jwt
from joserfc.jwk import ECKey, OctKey, OKPKey

from hexascope.services.access.signing import LIFE_S, Claims, Signing
from hexascope.services.secrets import Vault, master_keys, new_master
from hexascope.store.database.scope import Store
from tests.support.databases import opened
from tests.support.servers import sqlite_address

NOW = 1_800_000_000.0
KEYS = master_keys(new_master(), "test")


class Master:
    def present(self) -> tuple[str, bytes]:
        return next(iter(KEYS.items()))

    def key(self, id: str) -> bytes:  # noqa: A002 - the contract's word
        return KEYS[id]


@asynccontextmanager
async def signing(folder: Path, now: Callable[[], float]) -> AsyncIterator[Signing]:
    async with opened(sqlite_address(folder)) as database:
        yield Signing(Store(database=database), Vault(master=Master()), now, "https://here")


def part(value: object) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder of a database with a key in it."""
    return tmp_path_factory.mktemp("keys")


CLAIMS: dict[str, Any] = {
    "iss": "https://here",
    "aud": "hexascope",
    "sub": "t1",
    "tenant": "acme",
    "family": "f1",
    "jti": "j1",
    "iat": NOW,
    "nbf": NOW,
    "exp": NOW + 300,
}


def run(folder: Path, forge: Callable[[Any, str], str], now: float = NOW) -> Claims | None:
    """Have one of our tokens changed by somebody who has the public key, and read it."""

    async def whole() -> Claims | None:
        async with signing(folder, lambda: now) as mine:
            words, _ = await mine.write(token="t1", tenant="acme", family="f1")
            key = (await mine._known_keys()).keys[0]
            return await mine.read(forge(key, words))

    return asyncio.run(whole())


def signed(key: Any, claims: dict[str, Any], **header: Any) -> str:
    """Sign by our own key what we would not have written."""
    head = {"alg": "Ed25519", "typ": "at+jwt", "kid": key.kid, **header}
    payload = json.dumps(claims).encode()
    return jws.serialize_compact(head, payload, key, algorithms=["Ed25519"])


def test_our_own_token_says_whose_it_is(kept: Path) -> None:
    said = run(kept, lambda _key, words: words)

    assert said is not None
    assert (said.token, said.tenant, said.family, said.ends) == ("t1", "acme", "f1", NOW + LIFE_S)


def test_another_process_reads_it_by_the_same_key(kept: Path) -> None:
    async def whole() -> tuple[Claims | None, bytes]:
        async with signing(kept, lambda: NOW) as one:
            words, _ = await one.write(token="t1", tenant="acme", family="f1")
        async with signing(kept, lambda: NOW) as other:
            private = (await other._known_keys()).keys[0].as_dict(private=True)["d"]
            return await other.read(words), str(private).encode()

    said, private = asyncio.run(whole())
    held = b"".join(file.read_bytes() for file in kept.iterdir())

    assert said is not None
    assert private not in held, "it is sealed"


def unsigned(key: Any, _words: str, algorithm: str = "none") -> str:
    return f"{part({'alg': algorithm, 'typ': 'at+jwt', 'kid': key.kid})}.{part(CLAIMS)}."


def by_shared_secret(key: Any, _words: str) -> str:
    """Sign by the public key as if it were a secret that both know."""
    head = part({"alg": "HS256", "typ": "at+jwt", "kid": key.kid})
    body = f"{head}.{part(CLAIMS)}"
    public = base64.urlsafe_b64decode(key.as_dict(private=False)["x"] + "==")
    return f"{body}.{part(hmac.digest(public, body.encode(), 'sha256'))}"


def by_own_key(key: Any, _words: str, **header: Any) -> str:
    mine = OKPKey.generate_key("Ed25519", parameters={"kid": key.kid})
    return signed(mine, CLAIMS, **header)


def with_own_key_inside(key: Any, _words: str) -> str:
    mine = OKPKey.generate_key("Ed25519", parameters={"kid": key.kid})
    return signed(mine, CLAIMS, jwk=mine.as_dict(private=False))


def by_curve(key: Any, _words: str) -> str:
    mine = ECKey.generate_key("P-256", parameters={"kid": key.kid})
    return jwt.encode({"alg": "ES256", "typ": "at+jwt", "kid": key.kid}, CLAIMS, mine)


def by_secret(key: Any, _words: str) -> str:
    mine = OctKey.generate_key(256, parameters={"kid": key.kid})
    return jwt.encode({"alg": "HS256", "typ": "at+jwt", "kid": key.kid}, CLAIMS, mine)


FORGED: dict[str, Callable[[Any, str], str]] = {
    "alg none": unsigned,
    "alg None": lambda key, words: unsigned(key, words, "None"),
    "no signature": lambda _key, words: words.rpartition(".")[0] + ".",
    "two parts": lambda _key, words: words.rpartition(".")[0],
    "four parts": lambda _key, words: f"{words}.x",
    "by the public key as a secret": by_shared_secret,
    "by another key of our name": by_own_key,
    "by a key that it brings": with_own_key_inside,
    "by a key at an address": lambda key, words: by_own_key(key, words, jku="http://127.0.0.1/"),
    "by a curve": by_curve,
    "by a secret": by_secret,
    "kid of a file": lambda key, _words: signed(key, CLAIMS, kid="../../dev/null"),
    "kid that asks": lambda key, _words: signed(key, CLAIMS, kid="' OR 1=1 --"),
    "no kid of ours": lambda key, _words: signed(key, CLAIMS, kid=""),
    "another kind": lambda key, _words: signed(key, CLAIMS, typ="JWT"),
    "changed words": lambda _key, words: ".".join(
        (words.split(".")[0], part({**CLAIMS, "tenant": "other"}), words.split(".")[2])
    ),
    "nothing": lambda _key, _words: "",
    "dots": lambda _key, _words: "..",
    "no base64": lambda _key, _words: "é.é.é",
    "long": lambda _key, words: "x" * 5000 + words,
}


@pytest.mark.parametrize("how", FORGED)
def test_a_forged_token_is_none(kept: Path, how: str) -> None:
    assert run(kept, FORGED[how]) is None


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://there"},
        {"aud": "other"},
        {"aud": ["hexascope", "other"]},
        {"sub": 7},
        {"tenant": None},
        {"family": ["f1"]},
        {"jti": 1},
        {"exp": NOW},
        {"exp": "tomorrow"},
        {"exp": True},
        {"exp": NOW + LIFE_S + 1},
        {"exp": float("inf")},
        {"nbf": NOW + 60},
        {"iat": NOW + 60},
        {"iat": None},
    ],
    ids=str,
)
def test_a_token_of_our_key_that_says_what_we_never_say_is_none(
    kept: Path, claims: dict[str, Any]
) -> None:
    assert run(kept, lambda key, _words: signed(key, {**CLAIMS, **claims})) is None


def test_the_same_with_what_we_do_say_is_one(kept: Path) -> None:
    assert run(kept, lambda key, _words: signed(key, CLAIMS)) is not None


def test_the_keys_that_others_may_have_are_the_public_ones(kept: Path) -> None:
    async def whole() -> dict[str, Any]:
        async with signing(kept, lambda: NOW) as mine:
            return await mine.public()

    keys = asyncio.run(whole())["keys"]

    assert [sorted(one) for one in keys] == [["alg", "crv", "kid", "kty", "x"]]

"""What an identity provider says of a user: believed where each of its claims is as it must be."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import JWKRegistry, Key

from hexascope.domain.errors import Denied

ALGORITHMS = ("RS256", "PS256", "ES256", "ES384", "Ed25519")
"""Signatures by a private key alone: neither `none`, nor one by a secret that both sides know."""

KEYS = {"RSA": ("RS256", "PS256"), "EC": ("ES256", "ES384"), "OKP": ("Ed25519",)}
LONGEST_TOKEN = 16 * 1024
LONGEST_SUBJECT = 255
MOST_KEYS = 50
LATE_S = 60.0
"""How far the provider's clock may be from ours."""

OLDEST_S = 900.0
"""How old an id_token may be that was asked for just now."""


class BadIdentity(Denied):
    """What came back from the identity provider can't be believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What an id_token must say: who wrote it, for whom, at whose request, and when it is now."""

    issuer: str
    audience: str
    nonce: str
    now: float


def read_id_token(
    words: str, key_set: Mapping[str, Any], expected: Expected
) -> Mapping[str, Any] | None:
    """Give its claims; None where no key of the set signed it, BadIdentity where it lies."""
    header = _header(words)
    algorithm = str(header.get("alg"))
    if algorithm not in ALGORITHMS:
        raise BadIdentity(f"the id_token is signed by {algorithm[:20]!r}, which is not accepted")
    for key in _keys(key_set, header.get("kid"), algorithm):
        try:
            read = jwt.decode(words, key, algorithms=[algorithm])
        except (JoseError, ValueError, TypeError):
            continue
        return _checked(read.claims, expected)
    return None


def _header(words: str) -> Mapping[str, Any]:
    if len(words) > LONGEST_TOKEN or words.count(".") != 2:
        raise BadIdentity("the id_token is none")
    try:
        return jws.extract_compact(words.encode()).headers()
    except (JoseError, ValueError, TypeError):
        raise BadIdentity("the id_token is none") from None


def _keys(key_set: Mapping[str, Any], kid: object, algorithm: str) -> list[Key]:
    """Give the keys that may have signed: of the right kind, for signing, and of this name."""
    offered = key_set.get("keys")
    found = []
    for one in offered[:MOST_KEYS] if isinstance(offered, list) else ():
        if not isinstance(one, dict) or algorithm not in KEYS.get(str(one.get("kty")), ()):
            continue
        named = kid is None or one.get("kid") == kid
        if not named or one.get("use", "sig") != "sig" or one.get("alg", algorithm) != algorithm:
            continue
        public = {name: value for name, value in one.items() if name not in ("key_ops", "x5c")}
        try:
            found.append(JWKRegistry.import_key(public))
        except (JoseError, ValueError, TypeError):
            continue
    return found


def _checked(said: Mapping[str, Any], expected: Expected) -> Mapping[str, Any]:
    if said.get("iss") != expected.issuer:
        raise BadIdentity("the id_token is from another provider")
    _for_us(said, expected.audience)
    if said.get("nonce") != expected.nonce:
        raise BadIdentity("the id_token answers another login")
    subject = said.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise BadIdentity("the id_token names no user")
    if not subject.isprintable():  # not every database keeps what can't be seen
        raise BadIdentity("the id_token names no user")
    if not _time(said, "exp") > expected.now - LATE_S:
        raise BadIdentity("the id_token is out of date")
    if not expected.now - OLDEST_S <= _time(said, "iat") <= expected.now + LATE_S:
        raise BadIdentity("the id_token was not written just now")
    return said


def _for_us(said: Mapping[str, Any], audience: str) -> None:
    told = said.get("aud")
    audiences = told if isinstance(told, list) else [told]
    if audience not in audiences or said.get("azp", audience) != audience:
        raise BadIdentity("the id_token is for another program")
    if len(audiences) > 1 and "azp" not in said:
        raise BadIdentity("the id_token is for several programs, and does not say for which")


def _time(said: Mapping[str, Any], name: str) -> int | float:
    told = said.get(name)
    if isinstance(told, bool) or not isinstance(told, int | float):
        raise BadIdentity("the id_token does not say how long it is valid")
    return told

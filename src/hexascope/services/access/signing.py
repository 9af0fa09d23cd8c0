"""Access tokens of services: JSON web tokens, signed by a key that the store keeps sealed.

They last ten minutes at most, and say nothing of what they may do: that is looked up, so that a
token which was revoked is refused at once, whatever it says.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

from hexascope.domain.errors import NotKnown
from hexascope.kit.ids import uuid7
from hexascope.services.secrets import Vault
from hexascope.store.database.accounts.keys import kept_or_put
from hexascope.store.database.scope import Store

ALGORITHM = "Ed25519"
TYPE = "at+jwt"
LIFE_S = 600.0
LONGEST_JWT = 4096
"""Letters of a JSON web token that are looked at."""

AUDIENCE = "hexascope"
SECRET = "access/signing keys"  # noqa: S105 - the name of it
EARLY_S = 5.0
"""How far the clocks of two servers may be apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claims:
    """What a valid access token says: its API token, its family, its own id, when it ends."""

    token: str
    tenant: str
    family: str
    id: str
    ends: float


class Signing:
    """Writes and reads access tokens; the keys are made at the first use, and kept as a secret."""

    def __init__(self, store: Store, vault: Vault, clock: Callable[[], float], issuer: str) -> None:
        self._store, self._vault, self._clock = store, vault, clock
        self._issuer = issuer
        self._keys: KeySet | None = None

    async def write(self, *, token: str, tenant: str, family: str) -> tuple[str, Claims]:
        """Give a new access token, and what it says."""
        now = self._clock()
        key = (await self._known_keys()).keys[0]
        claims = Claims(token=token, tenant=tenant, family=family, id=uuid7(now), ends=now + LIFE_S)
        words = jwt.encode(
            {"alg": ALGORITHM, "typ": TYPE, "kid": key.kid},
            {
                "iss": self._issuer,
                "aud": AUDIENCE,
                "sub": claims.token,
                "tenant": claims.tenant,
                "family": claims.family,
                "jti": claims.id,
                "iat": int(now),
                "nbf": int(now),
                "exp": int(claims.ends),
            },
            key,
            algorithms=[ALGORITHM],
        )
        return words, claims

    async def read(self, words: str) -> Claims | None:
        """Give what an access token says; None where it is not ours, altered, or out of date."""
        if len(words) > LONGEST_JWT or words.count(".") != 2:
            return None
        try:
            read = jwt.decode(words, await self._known_keys(), algorithms=[ALGORITHM])
        except (JoseError, ValueError, TypeError, KeyError):
            return None
        if read.header.get("typ") != TYPE or read.header.get("alg") != ALGORITHM:
            return None
        return self._checked(read.claims)

    async def public(self) -> dict[str, Any]:
        """Give the public keys, for services that check tokens themselves."""
        return dict((await self._known_keys()).as_dict(private=False))

    def _checked(self, said: dict[str, Any]) -> Claims | None:
        now = self._clock()
        names = ("sub", "tenant", "family", "jti")
        times = [said.get(one) for one in ("iat", "nbf", "exp")]
        if not all(isinstance(said.get(one), str) for one in names):
            return None
        if not all(type(one) in (int, float) for one in times):
            return None
        issued, since, ends = map(float, times)  # type: ignore[arg-type] # checked above
        if said.get("iss") != self._issuer or said.get("aud") != AUDIENCE:
            return None
        if not (max(issued, since) - EARLY_S <= now < ends <= issued + LIFE_S):
            return None
        return Claims(
            token=said["sub"],
            tenant=said["tenant"],
            family=said["family"],
            id=said["jti"],
            ends=ends,
        )

    async def _known_keys(self) -> KeySet:
        if self._keys is None:
            scope = self._store.everywhere()
            secrets, now = self._vault.of(scope), self._clock()
            try:
                kept = await scope.read(lambda connection: secrets.open(connection, SECRET))
            except NotKnown:
                fresh = json.dumps({"keys": [_new_key(now)]})
                kept = await scope.write(
                    lambda connection: kept_or_put(secrets, connection, SECRET, fresh, now)
                )
            self._keys = KeySet.import_key_set(json.loads(kept))
        return self._keys


def _new_key(now: float) -> dict[str, Any]:
    made = OKPKey.generate_key("Ed25519", parameters={"kid": uuid7(now), "alg": ALGORITHM})
    return dict(made.as_dict(private=True))

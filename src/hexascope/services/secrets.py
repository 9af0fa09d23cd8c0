"""The vault: the master keys, and through them the secrets of each scope of the store."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass, field
from typing import TypeVar

from hexascope.domain.errors import BadSettings
from hexascope.kit.redacting import Redactor, redactor
from hexascope.kit.sealing import KEY_BYTES, new_key, seal, unseal
from hexascope.store.database.scope import Scope
from hexascope.store.database.secrets import Master, Secrets

T = TypeVar("T")

AT_ONCE = 100
"""Secrets that one unit of work seals anew, so that others are not held up."""

MOST_KEYS = 20
"""Master keys that one file holds: the one in use and those before it."""

_ID = re.compile(rb"[0-9a-f]{16}")
FIRST_WORD = "hexascope-master-1:"


class Keyless:
    """No master keys: what a server without any says."""

    def present(self) -> tuple[str, bytes]:
        """Refuse."""
        raise BadSettings("there is no master key: set server.master_key_file")

    def key(self, id: str) -> bytes:  # noqa: A002 - it is one
        """Refuse."""
        raise BadSettings(f"the master key {id} is not at hand: set server.master_key_file")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vault:
    """Gives the secrets of scopes: `vault.of(scope)`."""

    master: Master = field(default_factory=Keyless)
    strikes: Redactor = redactor

    def of(self, scope: Scope) -> Secrets:
        """Give the secrets of a scope; of `store.everywhere()`: those of the instance itself."""
        return Secrets(scope, self.master, self.strikes.learn)

    def seal(self, plain: bytes, about: str) -> bytes:
        """Hide something small by the master key itself: the first keys of audit logs."""
        id_, key = self.master.present()
        return id_.encode() + b":" + seal(key, plain, about)

    def unseal(self, sealed: bytes, about: str) -> bytes | None:
        """Open what `seal` hid; None where it was changed."""
        id_, _, rest = sealed.partition(b":")
        if not _ID.fullmatch(id_):
            return None
        return unseal(self.master.key(id_.decode()), rest, about)

    def anew(self, sealed: bytes, about: str) -> bytes:
        """Hide by the master key in use what `seal` hid; what was changed stays as it is."""
        if not sealed or sealed.startswith(self.master.present()[0].encode()):
            return sealed
        plain = self.unseal(sealed, about)
        return sealed if plain is None else self.seal(plain, about)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """What a rotation did to one tenant's secrets."""

    tenant: str
    data_key: int
    sealed: int
    wrapped: int


async def rotate(secrets: Secrets, now: float, *, resume: bool = False) -> Rotated:
    """Give a tenant (or the instance) a new data key and seal all by it, while others read.

    With `resume` no new key is made: what an earlier rotation left is done.
    """
    tenant = secrets.scope.tenant
    wrapped = await secrets.rewrap()
    number = 0 if resume else await secrets.new_data_key(now)
    sealed = 0
    while done := await secrets.reseal(AT_ONCE):
        sealed += done
    return Rotated(tenant=tenant, data_key=number, sealed=sealed, wrapped=wrapped)


def master_keys(text: str, where: str) -> dict[str, bytes]:
    """Read master keys, the one in use first, by their ids; BadSettings says which line is none.

    A key stands on a line of its own: 32 bytes in base64 or hex, with or without FIRST_WORD.
    """
    found: dict[str, bytes] = {}
    for number, line in enumerate(text.split(), start=1):
        key = _key_in(line.removeprefix(FIRST_WORD))
        if key is None:
            raise BadSettings(f"{where}: the key {number} is not {KEY_BYTES} bytes in base64")
        found[id_of(key)] = key
    if not 0 < len(found) <= MOST_KEYS:
        raise BadSettings(f"{where} holds {len(found)} master keys; there must be 1 to {MOST_KEYS}")
    return found


def new_master() -> str:
    """Make a line with a new master key."""
    return FIRST_WORD + base64.urlsafe_b64encode(new_key()).decode()


def id_of(key: bytes) -> str:
    """Give the id of a master key: it tells nothing of the key."""
    return hashlib.sha256(b"hexascope master key" + key).hexdigest()[:16]


def _key_in(word: str) -> bytes | None:
    try:
        if len(word) == 2 * KEY_BYTES:
            key = bytes.fromhex(word)
        else:
            key = base64.b64decode(word.replace("-", "+").replace("_", "/"), validate=True)
    except (ValueError, binascii.Error):
        return None
    return key if len(key) == KEY_BYTES else None

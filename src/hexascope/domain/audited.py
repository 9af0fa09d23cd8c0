"""The audit log: what one record says, and how each holds the one before it.

The body of a record is canonical JSON that names the hash of the record before. Its MAC is HMAC-
SHA-256 of the body by a key that is replaced by its own hash after each record, so that whoever
takes the present key can't write the past anew; its hash covers body and MAC.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hexascope.domain.deed import Deed

BEGINNING = "0" * 64
"""The hash before the first record of a tenant."""

LONGEST = 1000
"""Letters of one word of a record; what is longer is cut."""

MOST_DETAILS = 50
"""Details of one record."""

_STEP = b"hexascope audit: the key of the next record"
_HEAD = "hexascope-audit-head-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """One deed as it is kept; `time` in seconds since 1970, hashes in lower-case hex."""

    tenant: str
    seq: int
    time: float
    actor: str
    actor_kind: str
    actor_name: str
    verb: str
    resource: str
    object: str
    request: str
    address: str
    details: Mapping[str, str] = field(default_factory=dict)
    prev: str = BEGINNING
    mac: str = ""
    hash: str = ""

    def body(self) -> bytes:
        """Give what MAC and hash are made of."""
        return canonical({name: getattr(self, name) for name in _SAID})

    def line(self) -> str:
        """Give the record as one line of an export."""
        return canonical({name: getattr(self, name) for name in (*_SAID, "mac", "hash")}).decode()


_SAID = (
    "tenant",
    "seq",
    "time",
    "actor",
    "actor_kind",
    "actor_name",
    "verb",
    "resource",
    "object",
    "request",
    "address",
    "details",
    "prev",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHead:
    """The number and hash of a tenant's newest record at a time, signed (Ed25519, hex)."""

    tenant: str
    seq: int
    time: float
    hash: str
    public_key: str
    signature: str = ""

    def body(self) -> bytes:
        """Give what is signed."""
        said = {"tenant": self.tenant, "seq": self.seq, "time": self.time, "hash": self.hash}
        return canonical({"head": _HEAD, "public_key": self.public_key, **said})

    def line(self) -> str:
        """Give the head as one line of a file of heads."""
        return canonical({**json.loads(self.body()), "signature": self.signature}).decode()


def canonical(value: Mapping[str, Any]) -> bytes:
    """Write JSON in the one way that is hashed: keys sorted, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def mac_of(key: bytes, body: bytes) -> str:
    """Give the MAC of a record by the key of its turn."""
    return hmac.digest(key, body, "sha256").hex()


def hash_of(body: bytes, mac: str) -> str:
    """Give the hash of a record, which the next one names."""
    return hashlib.sha256(body + mac.encode()).hexdigest()


def next_key(key: bytes) -> bytes:
    """Give the key of the next record; from it this one can't be found."""
    return hmac.digest(key, _STEP, "sha256")


def chained(deed: Deed, *, tenant: str, seq: int, prev: str, key: bytes) -> AuditRecord:
    """Make the record of a deed that stands behind the one with the hash `prev`."""
    said: dict[str, Any] = {
        "tenant": tenant,
        "seq": seq,
        "time": float(deed.time),
        "actor": plain(deed.actor),
        "actor_kind": plain(deed.actor_kind),
        "actor_name": plain(deed.actor_name),
        "verb": plain(str(deed.verb)),
        "resource": plain(deed.resource),
        "object": plain(deed.object),
        "request": plain(deed.request),
        "address": plain(deed.address),
        "details": _plain_details(deed.details),
        "prev": prev,
    }
    body = canonical(said)
    mac = mac_of(key, body)
    return AuditRecord(**said, mac=mac, hash=hash_of(body, mac))


def plain(words: str) -> str:
    """Give what every database can keep of words: no NUL, no half letters, not too many."""
    if words.isascii() and len(words) <= LONGEST and "\0" not in words:
        return words
    return (
        words[:LONGEST]
        .encode("utf-8", "replace")
        .decode()
        .replace("\0", "\N{REPLACEMENT CHARACTER}")
    )


def _plain_details(details: Mapping[str, str]) -> dict[str, str]:
    if not details:
        return {}
    return {plain(name): plain(str(details[name])) for name in sorted(details)[:MOST_DETAILS]}

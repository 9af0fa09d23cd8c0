"""API tokens: `hxs_ID_SECRET_CRC`. Scanners know the prefix, and typing errors fail the check sum.

The secret has 256 random bits, so that what is kept of it may be a plain SHA-256.
"""

import hashlib
import hmac
import secrets
import zlib
from dataclasses import dataclass

PREFIX = "hxs"
REFRESH_PREFIX = "hxr"
_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: none looks like another
_ID_LENGTH = 16  # 80 bits
_SECRET_LENGTH = 52  # 256 bits and 4 of padding
_CRC_LENGTH = 7  # 32 bits and 3 of padding


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A token as somebody holds it: the id that finds it, and the hash that proves it."""

    id: str
    hash: str


def new_token(prefix: str = PREFIX) -> tuple[str, Written]:
    """Make a token; its words are shown once and never kept."""
    body = f"{prefix}_{_random(80)}_{_random(256)}"
    words = f"{body}_{_crc(body)}"
    return words, _written(words)


def token_of(words: str, prefix: str = PREFIX) -> Written | None:
    """Read a token; None for what can be none, before any database is asked."""
    if len(words) != len(prefix) + _ID_LENGTH + _SECRET_LENGTH + _CRC_LENGTH + 3:
        return None
    parts = words.split("_")
    if len(parts) != 4 or parts[0] != prefix or not words.isascii():
        return None
    if tuple(map(len, parts[1:])) != (_ID_LENGTH, _SECRET_LENGTH, _CRC_LENGTH):
        return None
    body = words.rpartition("_")[0]
    return _written(words) if hmac.compare_digest(_crc(body), parts[3]) else None


def same(one: str, other: str) -> bool:
    """Compare two hashes in a time that tells nothing."""
    return hmac.compare_digest(one.encode(), other.encode())


def hash_of(secret: str) -> str:
    """Give what is kept of a random secret."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def _written(words: str) -> Written:
    return Written(id=words.split("_")[1], hash=hash_of(words))


def _random(bits: int) -> str:
    return _digits(secrets.randbits(bits), -(-bits // 5))


def _crc(body: str) -> str:
    return _digits(zlib.crc32(body.encode()), _CRC_LENGTH)


def _digits(number: int, length: int) -> str:
    return "".join(_DIGITS[number >> 5 * place & 31] for place in reversed(range(length)))

"""Sessions of people: a random secret in a cookie, and the token that proves who sent a form."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass

LONGEST_COOKIE = 128
"""Letters of a session's secret that are looked at."""

SEEN_EVERY_S = 60.0
"""How often at most it is written that a session was used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lives:
    """How long a session lasts, in seconds: in all, and without use."""

    whole: float = 12 * 3600.0
    idle: float = 30 * 60.0


def new_session_secret() -> str:
    """Make the value of a cookie: 256 random bits."""
    return secrets.token_urlsafe(32)


def csrf_of(secret: str) -> str:
    """Give the token that pages of ours send with each change; who has the cookie alone can't.

    It is made from the session's secret: it belongs to it, ends with it, and needs no keeping.
    """
    made = hmac.new(secret.encode(errors="replace"), b"hexascope csrf", hashlib.sha256).digest()
    return urlsafe_b64encode(made).rstrip(b"=").decode()


def csrf_fits(secret: str, sent: str) -> bool:
    """Tell whether a CSRF token is that of a session."""
    return hmac.compare_digest(csrf_of(secret).encode(), sent.encode(errors="replace"))

"""The second proof: codes of an authenticator (RFC 6238), and recovery codes for who lost it."""

import hashlib
import hmac
import secrets

import pyotp

STEP_S = 30
"""Seconds for which one code is shown."""

WINDOW = 1
"""Steps that the clock of a telephone may be early or late."""

RECOVERY_CODES = 10
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of recovery codes: none that looks like another. Ten of them have 49 bits."""

_RECOVERY_LENGTH = 10


def new_secret() -> str:
    """Make the secret of an authenticator: 160 bits."""
    return pyotp.random_base32()


def address_of(secret: str, name: str, issuer: str) -> str:
    """Give the `otpauth://` address that authenticators read from a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=issuer)


def step_of(secret: str, code: str, now: float, *, after: int) -> int | None:
    """Give the step that a code belongs to; None for a wrong code, and for one used before.

    `after` is the last step whose code was used: no code counts twice, nor one older than that.
    """
    plain = code.replace(" ", "")
    if len(plain) != 6 or not plain.isascii() or not plain.isdigit():
        return None
    totp = pyotp.TOTP(secret)
    here = int(now) // STEP_S
    fits = None
    for step in range(here - WINDOW, here + WINDOW + 1):  # all are compared: no early end
        if hmac.compare_digest(totp.generate_otp(step), plain) and step > after:
            fits = step
    return fits


def new_recovery_codes() -> list[str]:
    """Make the codes that stand in for a lost authenticator, each once: `abcde-fgh23`."""
    half = _RECOVERY_LENGTH // 2
    made = [
        "".join(secrets.choice(_LETTERS) for _ in range(_RECOVERY_LENGTH))
        for _ in range(RECOVERY_CODES)
    ]
    return [f"{one[:half]}-{one[half:]}" for one in made]


def recovery_hash(code: str, user: str) -> str:
    """Give what is kept of a recovery code; '' for what can be none.

    49 random bits behind a limit of tries need no slow hash; the user's id is the salt.
    """
    plain = "".join(one for one in code.strip().lower() if one not in "- ")
    if len(plain) != _RECOVERY_LENGTH or any(one not in _LETTERS for one in plain):
        return ""
    return hashlib.sha256(f"recovery\0{user}\0{plain}".encode()).hexdigest()

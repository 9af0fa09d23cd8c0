"""What a server's refusal means, and so what to do next."""

import json
import re
from collections.abc import Mapping
from math import isfinite
from typing import Any

from hexascope.llm.contract import Endpoint, Failure, ModelError

_TOO_LONG = re.compile(
    r"context.{0,20}(?:length|window|size)|too long|too many (?:input )?tokens"
    r"|exceeds? .{0,30}tokens",
    re.IGNORECASE,
)
_FORMAT = re.compile(
    r"response.?format|json.?schema|json.?object|grammar|schema|tool|structured|strict|format",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(r"[^\x20-\x7e\u00a1-\u024f]+")
MOST_QUOTED = 120
LONGEST_WAIT_S = 600.0


def refusal(endpoint: Endpoint, status: int, body: bytes, headers: Mapping[str, str]) -> ModelError:
    """Say what an answer with an error's status means."""
    told = _told(endpoint, body)
    failure, what = _meaning(status, told)
    reason = f"{what} (HTTP {status}{f': {told}' if told else ''})"
    return ModelError(
        failure, endpoint.name, reason, retry_after_s=_seconds(headers.get("Retry-After", ""))
    )


def broken(endpoint: Endpoint, event: Mapping[str, Any]) -> ModelError | None:
    """Say what an error in the middle of a stream means; None where the event is none."""
    error = event.get("error")
    if not error:
        return None
    told = _quoted(endpoint, _message(error))
    if _FORMAT.search(told) and not _TOO_LONG.search(told):
        return ModelError(Failure.UNFIT, endpoint.name, f"it refuses the form of answer ({told})")
    if _TOO_LONG.search(told):
        return ModelError(Failure.TOO_LONG, endpoint.name, f"the prompt does not fit ({told})")
    return ModelError(Failure.BUSY, endpoint.name, f"it broke off ({told})")


def _meaning(status: int, told: str) -> tuple[Failure, str]:
    if status in (401, 403):
        return Failure.DENIED, "it refuses the key: set the provider's variable, or a key file"
    if status == 404:
        return Failure.UNKNOWN_MODEL, "it knows no such model or address"
    if status == 413 or (status in (400, 422, 500) and _TOO_LONG.search(told)):
        return Failure.TOO_LONG, "the prompt does not fit"
    if status in (400, 422) or (status == 500 and _FORMAT.search(told)):
        return Failure.UNFIT, "it refuses the form of answer"
    if status in (408, 409, 425, 429) or status >= 500:
        return Failure.BUSY, "it is busy or ill"
    if 300 <= status < 400:
        return Failure.REFUSED, "it redirects, and a key is not sent elsewhere"
    return Failure.REFUSED, "it refuses"


def _told(endpoint: Endpoint, body: bytes) -> str:
    text = body.decode(errors="replace")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return _quoted(endpoint, text)
    error = found.get("error", found) if isinstance(found, dict) else text
    return _quoted(endpoint, _message(error))


def _message(error: object) -> str:
    if isinstance(error, dict):
        return str(error.get("message") or error.get("type") or error)
    return str(error)


def _quoted(endpoint: Endpoint, words: str) -> str:
    """Give a server's words bounded, printable and without the key."""
    return _INVISIBLE.sub(" ", endpoint.key.hidden_in(words)).strip()[:MOST_QUOTED]


def _seconds(told: str) -> float | None:
    """Read Retry-After in seconds; a date is not understood, and the own wait holds."""
    try:
        seconds = float(told)
    except ValueError:
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT_S) if isfinite(seconds) else None

"""What a server's refusal means, and so what to do next."""

import json
import re
from collections.abc import Mapping
from math import isfinite
from typing import Any

from hexascope.llm.contract import Endpoint, Failure, ModelError
from hexascope.llm.quirks import quirk_in

_TOO_LONG = re.compile(
    r"context.{0,20}(?:length|window|size)|too long|too many (?:input )?tokens"
    r"|exceeds? .{0,30}tokens",
    re.IGNORECASE,
)
_FORMAT = re.compile(
    r"response.?format|json.?schema|json.?object|grammar|schema|tool|structured|strict|format",
    re.IGNORECASE,
)
_NO_CREDIT = re.compile(
    r"insufficient.{0,5}(?:quota|credit|balance|fund)|credit balance|billing|exceeded your current",
    re.IGNORECASE,
)
STATUS_OF = {
    "invalid_request_error": 400,
    "authentication_error": 401,
    "billing_error": 402,
    "permission_error": 403,
    "not_found_error": 404,
    "request_too_large": 413,
    "rate_limit_error": 429,
    "api_error": 500,
    "overloaded_error": 529,
}
"""What an error in a stream would have been as a status: there its type or code tells."""

_INVISIBLE = re.compile(r"[^\x20-\x7e\u00a1-\u024f]+")
MOST_QUOTED = 120
LONGEST_WAIT_S = 600.0


def refusal(endpoint: Endpoint, status: int, body: bytes, headers: Mapping[str, str]) -> ModelError:
    """Say what an answer with an error's status means."""
    whole = _whole(body)
    told = _quoted(endpoint, whole)
    failure, what = _meaning(status, whole)
    return ModelError(
        failure,
        endpoint.name,
        f"{what} (HTTP {status}{f': {told}' if told else ''})",
        retry_after_s=_wait(headers),
        quirk=quirk_in(whole) if failure is Failure.UNFIT else None,
    )


def broken(endpoint: Endpoint, event: Mapping[str, Any]) -> ModelError | None:
    """Say what an error in the middle of a stream means; None where the event is none."""
    error = event if event.get("object") == "error" else event.get("error")
    if not error:
        return None
    whole = _message(error)
    status = _status(error)
    if status is None and (_FORMAT.search(whole) or _TOO_LONG.search(whole)):
        status = 400
    failure, what = (Failure.BUSY, "it broke off") if status is None else _meaning(status, whole)
    quirk = quirk_in(whole) if failure is Failure.UNFIT else None
    reason = f"{what} ({_quoted(endpoint, whole)})"
    return ModelError(failure, endpoint.name, reason, quirk=quirk)


def _status(error: object) -> int | None:
    """Give the status that an error in a stream stands for; None where it says none."""
    told = error if isinstance(error, dict) else {}
    for word in (told.get("code"), told.get("status"), told.get("type")):
        if isinstance(word, int) and not isinstance(word, bool) and 400 <= word < 600:
            return word
        if isinstance(word, str) and word in STATUS_OF:
            return STATUS_OF[word]
    return None


def _meaning(status: int, told: str) -> tuple[Failure, str]:
    if status in (401, 403):
        return Failure.DENIED, "it refuses the key: set the provider's variable, or a key file"
    if status == 402 or (status in (400, 429) and _NO_CREDIT.search(told)):
        return Failure.DENIED, "its account has no credit left"
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


def _whole(body: bytes) -> str:
    """Give all that a refusal says: its message, and the parameter that it names."""
    text = body.decode(errors="replace")
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return _message(found.get("error", found) if isinstance(found, dict) else text)


def _message(error: object) -> str:
    """Give an error's words; what a gateway passes on of another's error belongs to them."""
    if not isinstance(error, dict):
        return str(error)
    words = [error.get("message") or error.get("type") or error, error.get("param")]
    beyond = error.get("metadata")
    words.append(beyond.get("raw") if isinstance(beyond, dict) else None)
    return "; ".join(str(one) for one in words if one)


def _quoted(endpoint: Endpoint, words: str) -> str:
    """Give a server's words bounded, printable and without the key."""
    return _INVISIBLE.sub(" ", endpoint.key.hidden_in(words)).strip()[:MOST_QUOTED]


def _wait(headers: Mapping[str, str]) -> float | None:
    """Read for how long a server wants to be left alone; some tell it in milliseconds."""
    exact = _seconds(headers.get("retry-after-ms", ""))
    return _seconds(headers.get("Retry-After", "")) if exact is None else exact / 1000


def _seconds(told: str) -> float | None:
    """Read Retry-After in seconds; a date is not understood, and the own wait holds."""
    try:
        seconds = float(told)
    except ValueError:
        return None
    return min(max(seconds, 0.0), LONGEST_WAIT_S) if isfinite(seconds) else None

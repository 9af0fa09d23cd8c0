"""Errors as problem+json (RFC 9457): what is wrong, where, and what to do."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from hexascope.domain.errors import (
    BadInput,
    CannotReach,
    Clash,
    Denied,
    HexascopeError,
    NotKnown,
    StoreAway,
    StoreFull,
    TooMuch,
)
from hexascope.kit.visible import visible
from hexascope.server.frame.once import Replay
from hexascope.server.frame.problem import PROBLEM, problem
from hexascope.server.requests.guard import NotLoggedIn

__all__ = ["PROBLEM", "answer_errors", "problem"]

MOST_ERRORS = 20
"""Of one request that are told; who has more of them sees the rest after mending these."""

LONGEST_TOLD = 200

STATUSES: tuple[tuple[type[HexascopeError], int, str], ...] = (
    (NotLoggedIn, 401, "not logged in"),
    (Denied, 403, "not allowed"),
    (NotKnown, 404, "not known"),
    (Clash, 409, "in the way of another"),
    (BadInput, 400, "can't be used"),
    (TooMuch, 429, "too much at once"),
    (StoreFull, 507, "no room"),
    (StoreAway, 503, "the database is away"),
    (CannotReach, 502, "another server did not answer"),
    (HexascopeError, 500, "could not be done"),
)
"""The first kind that fits says the status."""


async def told(request: Request, error: Exception) -> JSONResponse:
    """Say one of our errors."""
    kind, status, title = next(one for one in STATUSES if isinstance(error, one[0]))
    answer = problem(status, title, str(error), trace=_trace(request))
    if kind is NotLoggedIn:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if kind in (TooMuch, StoreAway, StoreFull):
        answer.headers["Retry-After"] = "5"
    return answer


async def told_http(request: Request, error: Exception) -> Response:
    """Say what the framework refuses: no such route, no such method; and what the frame does."""
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    more: Mapping[str, object] = getattr(error, "more", {})
    details = {404: "nothing is at this address", 405: "this address knows other methods alone"}
    plain = str(error.detail)
    detail = details.get(error.status_code, plain) if type(error) is HTTPException else plain
    return problem(error.status_code, "", detail, headers, trace=_trace(request), **more)


async def told_invalid(request: Request, error: Exception) -> JSONResponse:
    """Say which fields of a request don't fit, and why."""
    assert isinstance(error, RequestValidationError)
    found: Sequence[Any] = error.errors()
    errors = [
        {
            "where": visible(".".join(str(part) for part in one["loc"]))[:LONGEST_TOLD],
            "what": visible(str(one["msg"]))[:LONGEST_TOLD],
        }
        for one in found[:MOST_ERRORS]
    ]
    first = f"{errors[0]['where']}: {errors[0]['what']}" if errors else "it does not fit"
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    return problem(422, "", f"{first}{more}", errors=errors, trace=_trace(request))


async def told_again(_request: Request, replay: Exception) -> Response:
    """Answer as the same request was answered before."""
    assert isinstance(replay, Replay)
    known = replay.answered
    headers = {**known.headers, "Idempotency-Replayed": "true"}
    return Response(known.body, status_code=known.status, headers=headers)


def _trace(request: Request) -> str:
    return str(getattr(request.state, "trace", ""))


def answer_errors(app: FastAPI) -> None:
    """Have the app answer with problems."""
    app.add_exception_handler(HexascopeError, told)
    app.add_exception_handler(HTTPException, told_http)
    app.add_exception_handler(RequestValidationError, told_invalid)
    app.add_exception_handler(Replay, told_again)

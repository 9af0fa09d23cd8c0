"""Errors as problem+json (RFC 9457): what is wrong, where, and what to do."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

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
from hexascope.server.guard import NotLoggedIn

PROBLEM = "application/problem+json"

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


def problem(status: int, title: str, detail: str, **more: object) -> JSONResponse:
    """Make an answer that says what is wrong."""
    content = {"type": "about:blank", "title": title, "status": status, "detail": detail, **more}
    return JSONResponse(content, status_code=status, media_type=PROBLEM)


async def told(_request: Request, error: Exception) -> JSONResponse:
    """Say one of our errors."""
    kind, status, title = next(one for one in STATUSES if isinstance(error, one[0]))
    answer = problem(status, title, str(error))
    if kind is NotLoggedIn:
        answer.headers["WWW-Authenticate"] = "Bearer"
    if kind in (TooMuch, StoreAway, StoreFull):
        answer.headers["Retry-After"] = "5"
    return answer


def answer_errors(app: FastAPI) -> None:
    """Have the app answer with problems."""
    app.add_exception_handler(HexascopeError, told)

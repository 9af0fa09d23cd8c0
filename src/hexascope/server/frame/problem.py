"""A problem: the one form in which the server says that something did not work (RFC 9457)."""

import json
from collections.abc import Mapping

from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

PROBLEM = "application/problem+json"

TITLES = {
    400: "can't be used",
    401: "not logged in",
    403: "not allowed",
    404: "not known",
    405: "no such method here",
    408: "too slow",
    409: "in the way of another",
    412: "changed meanwhile",
    413: "too large",
    414: "too long an address",
    415: "no such type of content here",
    421: "not this server",
    422: "does not fit",
    428: "a condition is needed",
    429: "too much at once",
    431: "too many headers",
    500: "could not be done",
    502: "another server did not answer",
    503: "not now",
    507: "no room",
}


def problem(
    status: int,
    title: str,
    detail: str,
    headers: Mapping[str, str] | None = None,
    **more: object,
) -> JSONResponse:
    """Make an answer that says what is wrong; `more` are further members, such as `errors`."""
    content = {
        "type": "about:blank",
        "title": title or TITLES.get(status, "could not be done"),
        "status": status,
        "detail": detail,
        **more,
    }
    return JSONResponse(
        content, status_code=status, media_type=PROBLEM, headers=dict(headers or {})
    )


def problem_bytes(status: int, detail: str) -> bytes:
    """Write a problem where no answer can be made any more but by hand."""
    content = {
        "type": "about:blank",
        "title": TITLES.get(status, "could not be done"),
        "status": status,
        "detail": detail,
    }
    return json.dumps(content).encode()


class Refusal(HTTPException):
    """The frame refuses a request, before a route has seen it or while it reads the body."""

    def __init__(
        self, status: int, detail: str, headers: Mapping[str, str] | None = None, **more: object
    ) -> None:
        super().__init__(status, detail, headers)
        self.more = more

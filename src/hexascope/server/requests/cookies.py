"""The cookies of a login: one that scripts can't read, and one that only ours can."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from hexascope.server.requests.asked import over_tls, session_cookie

CSRF_COOKIE = "csrf"
FLOW_COOKIE = "login"
"""What belongs to a login at an identity provider that is under way."""

NEXT_COOKIE = "next"
"""Where one goes on after that login."""


def name_of(connection: HTTPConnection, what: str) -> str:
    """Give the name of a cookie beside the session's."""
    return f"{session_cookie(connection)}-{what}"


def set_session(
    connection: HTTPConnection, response: Response, secret: str, csrf: str, seconds: float
) -> None:
    """Give the browser a session, in place of the one it had."""
    put(connection, response, session_cookie(connection), secret, seconds)
    # to be read by our pages' scripts and sent back as a header: pages of others can't read it
    csrf_cookie = name_of(connection, CSRF_COOKIE)
    put(connection, response, csrf_cookie, csrf, seconds, for_scripts=True)


def clear_session(connection: HTTPConnection, response: Response) -> None:
    """Take the session from the browser."""
    for one in (session_cookie(connection), name_of(connection, CSRF_COOKIE)):
        put(connection, response, one, "", 0)


def put(
    connection: HTTPConnection,
    response: Response,
    name: str,
    value: str,
    seconds: float,
    *,
    for_scripts: bool = False,
) -> None:
    """Set one cookie: for this host alone, and never sent along from pages of others."""
    response.set_cookie(
        name,
        value,
        max_age=int(seconds),
        path="/",
        secure=over_tls(connection),
        httponly=not for_scripts,
        samesite="strict",
    )

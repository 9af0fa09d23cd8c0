"""Whose pages may connect: a browser sends its cookies along wherever a page asks it to."""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

_DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}


def own_origin(connection: HTTPConnection, url: str, others: Collection[str]) -> bool:
    """Tell whether the page that asks is the server's own, or one of those that it lets ask.

    `url` is the address under which people reach the server, where that is another.
    """
    asked = _origin(connection.headers.get("origin", ""))
    if asked is None:
        return False
    host = _origin(f"{connection.url.scheme}://{connection.headers.get('host', '')}")
    mine = {_origin(one) for one in (url, *others)} | {host}
    return asked in mine - {None}


def _origin(url: str) -> tuple[str, str, int] | None:
    """Give scheme (http or https), host and port; None for what is no origin."""
    try:
        parts = urlsplit(url)
        port = parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    if not parts.hostname or not port:
        return None
    return parts.scheme.replace("ws", "http"), parts.hostname, port

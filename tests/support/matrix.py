"""Who may what, as tests/who_may.txt declares it, and as the server's own parts say.

Each line has five columns: how it is reached, what, the verb, the resource, and who passes: role
names, or `all` five of them, `instance` (the instance's administrator), `token` (an API token),
`anyone` (no login at all).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.routing import Route, WebSocketRoute

from hexascope.server.live.messages import MESSAGES
from hexascope.server.live.topics import TOPICS
from hexascope.server.mcp.door import TOOLS
from hexascope.server.requests.guard import Anyone, May, guard_of
from hexascope.services.access.roles import ROLES

FILE = Path("tests/who_may.txt")
REACHED = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "WEBSOCKET", "MESSAGE", "TOPIC", "TOOL")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One declared right."""

    reached: str
    what: str
    verb: str
    resource: str
    who: frozenset[str]

    @property
    def key(self) -> tuple[str, str]:
        """Give what it is about."""
        return self.reached, self.what

    def __str__(self) -> str:
        return f"{self.reached} {self.what}"


def declared() -> list[Line]:
    """Read the file."""
    lines = [
        _line(words)
        for words in FILE.read_text(encoding="utf-8").splitlines()
        if words.strip() and not words.startswith("#")
    ]
    keys = [one.key for one in lines]
    assert len(set(keys)) == len(keys), f"twice: {[one for one in keys if keys.count(one) > 1]}"
    return lines


def _line(words: str) -> Line:
    reached, what, verb, resource, *who = words.split()
    named = frozenset(ROLES if who == ["all"] else who)
    assert reached in REACHED, words
    assert named, words
    assert named <= {*ROLES, "instance", "token", "anyone"}, words
    return Line(reached=reached, what=what, verb=verb, resource=resource, who=named)


def found(app: FastAPI) -> dict[tuple[str, str], May | Anyone | None]:
    """Give all that the server offers, with its guard; None where it has none."""
    offers = dict(_routes(app.routes))
    offers |= {("MESSAGE", name): guard for name, guard in MESSAGES.items()}
    offers |= {("TOPIC", name): guard for name, guard in TOPICS.items()}
    offers |= {("TOOL", name): guard for name, guard in TOOLS.items()}
    return offers


def _routes(routes: Any) -> Iterator[tuple[tuple[str, str], May | Anyone | None]]:
    for route in routes:
        inner = getattr(route, "original_router", None)
        if inner is not None:
            yield from _routes(inner.routes)
        elif isinstance(route, APIRoute):
            for method in route.methods or ():
                yield (method, route.path), guard_of(route)
        elif isinstance(route, WebSocketRoute):
            yield ("WEBSOCKET", route.path), getattr(route.endpoint, "guard", None)
        elif isinstance(route, Route):
            for method in route.methods or ("GET",):
                yield (method, route.path), getattr(route.endpoint, "guard", None)
        else:
            guard = getattr(getattr(route, "app", None), "guard", None)
            for method in ("GET", "POST", "DELETE"):  # a mounted application sees all methods
                yield (method, getattr(route, "path", repr(route))), guard

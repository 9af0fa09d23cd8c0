"""What routes ask for: the parts, who asks, and that tenant's rows."""

from dataclasses import replace
from typing import Annotated

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from hexascope.bootstrap.serving.parts import Credentials, Parts
from hexascope.domain.access import Caller
from hexascope.domain.deed import Deed
from hexascope.kit.ids import uuid7
from hexascope.server.frame.once import Once
from hexascope.store.database.scope import Scope

SESSION_COOKIE = "__Host-hexascope"
SESSION_COOKIE_PLAIN = "hexascope"
"""Without TLS, which is loopback alone: browsers refuse `__Host-` there."""

READING = ("GET", "HEAD", "OPTIONS")


def parts_of(connection: HTTPConnection) -> Parts:
    """Give the parts that start-up built once."""
    parts: Parts = connection.app.state.parts
    return parts


def over_tls(connection: HTTPConnection) -> bool:
    """Tell whether people reach us by https, here or at a proxy before us."""
    said = parts_of(connection).known.settings.server
    return connection.url.scheme in ("https", "wss") or said.url.startswith("https://")


def session_cookie(connection: HTTPConnection) -> str:
    """Give the name of the cookie: under TLS the one that no other host can set, and no other."""
    return SESSION_COOKIE if over_tls(connection) else SESSION_COOKIE_PLAIN


def credentials_of(connection: HTTPConnection) -> Credentials:
    """Read what a request brings to say who asks."""
    scheme, _, bearer = connection.headers.get("authorization", "").partition(" ")
    return Credentials(
        session=connection.cookies.get(session_cookie(connection), ""),
        bearer=bearer.strip() if scheme.lower() == "bearer" else "",
        address=connection.client.host if connection.client else "",
    )


# what routes depend on is async: FastAPI runs anything else in a thread, 0.1 ms away


async def the_parts(connection: HTTPConnection) -> Parts:
    """Give the parts to a route."""
    return parts_of(connection)


async def caller_of(request: Request) -> Caller:
    """Give who asks, as the route's guard recognised him."""
    caller: Caller = request.state.caller
    return caller


AskParts = Annotated[Parts, Depends(the_parts)]
AskCaller = Annotated[Caller, Depends(caller_of)]


async def scope_of(request: Request, parts: AskParts, caller: AskCaller) -> Scope:
    """Give the rows of the caller's tenant; what is changed among them is recorded as his deed."""
    scope = parts.store.of(caller.tenant)
    if request.method in READING:
        return scope
    guard = request.state.guard
    once: Once | None = getattr(request.state, "once", None)
    if once is not None:
        scope = replace(scope, record=once.claiming(scope.record))
    scope = scope.doing(
        Deed(
            tenant=caller.tenant,
            actor=caller.id,
            actor_kind=caller.kind,
            actor_name=caller.name,
            verb=guard.verb,
            resource=guard.resource,
            object=str(next(iter(request.path_params.values()), "")),
            time=parts.clock(),
            request=getattr(request.state, "trace", ""),
            address=request.client.host if request.client else "",
        )
    )
    if once is not None:
        once.pending = scope.pending
    return scope


async def id_of(request: Request, parts: AskParts) -> str:
    """Give the id of what a POST creates: who repeats it under its key is sent to that."""
    once: Once | None = getattr(request.state, "once", None)
    made = uuid7(parts.clock())
    return once.make(made) if once is not None else made


AskId = Annotated[str, Depends(id_of)]
AskScope = Annotated[Scope, Depends(scope_of)]

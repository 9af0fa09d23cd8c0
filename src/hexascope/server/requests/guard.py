"""Who may use a route: each names a verb and a resource, or why anyone may; else nothing starts."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Depends, Request
from fastapi.params import Depends as Dependency
from fastapi.routing import APIRoute

from hexascope.domain.access import NOTHING, Caller, Verb
from hexascope.domain.errors import Denied, NotKnown
from hexascope.server.frame import limiting, once
from hexascope.server.requests.asked import READING, credentials_of, parts_of
from hexascope.services.access.sessions import csrf_fits

CSRF_HEADER = "X-CSRF-Token"


class NotLoggedIn(Denied):
    """The request brings no valid credentials."""


@dataclass(frozen=True, slots=True)
class May:
    """Lets those through who may do this with at least some things of the kind."""

    verb: Verb
    resource: str

    async def __call__(self, request: Request) -> None:
        """Recognise who asks, and refuse who may not."""
        parts = parts_of(request)
        credentials = credentials_of(request)
        caller = await parts.recognise(credentials)
        if caller is None:
            await limiting.count_stranger(request, parts)
            raise NotLoggedIn("log in, or send a token: Authorization: Bearer …")
        if not getattr(request.state, "inner", False):
            await limiting.count_caller(request, parts, caller)
        if caller.session and request.method not in READING:
            _refuse_forged(request, credentials.session)
        if not caller.may_some(self.verb, self.resource):
            raise Denied(f"{caller.name} may not {self.verb} {self.resource}")
        request.state.caller = caller
        request.state.guard = self
        await once.begin(request, parts, caller)


@dataclass(frozen=True, slots=True)
class Anyone:
    """Lets everybody through, for a reason that the security page shows."""

    reason: str

    async def __call__(self) -> None:
        """Refuse nobody."""


def _refuse_forged(request: Request, session: str) -> None:
    """Refuse a change that only the cookie vouches for: any page can have a browser send that."""
    if not csrf_fits(session, request.headers.get(CSRF_HEADER, "")):
        raise Denied(f"send {CSRF_HEADER} with the token that GET /api/v1/me gives (csrf)")


def may(verb: Verb, resource: str) -> Dependency:
    """Guard a route: `dependencies=[may(Verb.READ, "hosts")]`."""
    guard: Dependency = Depends(May(verb, resource))
    return guard


def anyone(reason: str) -> Dependency:
    """Leave a route open, for a reason."""
    guard: Dependency = Depends(Anyone(reason))
    return guard


def must(caller: Caller, verb: Verb, resource: str, thing: Mapping[str, str] = NOTHING) -> None:
    """Refuse an act on one thing: NotKnown where it may not even be read, else Denied."""
    if caller.may(verb, resource, thing):
        return
    if not caller.may(Verb.READ, resource, thing):
        raise NotKnown(f"nothing of that name is known among {resource}")
    raise Denied(f"{caller.name} may not {verb} this one of {resource}")


def guard_of(route: APIRoute) -> May | Anyone | None:
    """Give the guard of a route; None where it has none, or more than one."""
    found = [
        one.dependency for one in route.dependencies if isinstance(one.dependency, May | Anyone)
    ]
    return found[0] if len(found) == 1 else None

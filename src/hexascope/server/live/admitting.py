"""Who comes in: by a header, by the cookie of one of our own pages, or by a ticket."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.websockets import WebSocket

from hexascope.bootstrap.serving.parts import Credentials, Parts
from hexascope.domain.access import Caller
from hexascope.domain.errors import HexascopeError
from hexascope.server.live import closing, tickets
from hexascope.server.live.closing import Closing
from hexascope.server.live.messages import CONNECT, Sent, Ticket
from hexascope.server.requests.asked import credentials_of

SUBPROTOCOL = "hexascope.live.v1"
TICKET_PREFIX = "ticket."
"""A ticket may come as a subprotocol: pages of browsers can send no other header."""

SILENT_S = 10.0
"""How long a connection may take to say who it is."""


class Refused(Exception):
    """Who came may not stay; `closing` says why."""

    def __init__(self, closing_: Closing) -> None:
        super().__init__(closing_.reason)
        self.closing = closing_


async def admit(
    parts: Parts, websocket: WebSocket, next_message: Callable[[], Awaitable[Sent | None]]
) -> tuple[Credentials, Caller] | None:
    """Give who came; Refused, or None where he has gone before he said it."""
    credentials = _brought(websocket)
    if credentials is None:
        try:
            async with asyncio.timeout(SILENT_S):
                credentials = await _by_ticket(parts, websocket, next_message)
        except TimeoutError:
            raise Refused(closing.SILENT) from None
        if credentials is None:
            return None
    try:
        caller = await parts.recognise(credentials)
    except HexascopeError:
        raise Refused(closing.AWAY) from None
    return credentials, must_fit(caller)


def must_fit(caller: Caller | None, before: Caller | None = None) -> Caller:
    """Give a caller who may listen, and is of the tenant that he was of before; Refused."""
    if caller is None or (before is not None and caller.tenant != before.tenant):
        raise Refused(closing.NOT_LOGGED_IN)
    if not caller.may_some(CONNECT.verb, CONNECT.resource):
        raise Refused(closing.NOT_ALLOWED)
    return caller


def _brought(websocket: WebSocket) -> Credentials | None:
    """Give what came with the request; a session's cookie counts from a page of ours alone.

    Without an Origin it was no browser that sent the cookie; with a foreign one nobody gets here.
    """
    brought = credentials_of(websocket)
    if brought.bearer or (brought.session and "origin" in websocket.headers):
        return brought
    return None


async def _by_ticket(
    parts: Parts, websocket: WebSocket, next_message: Callable[[], Awaitable[Sent | None]]
) -> Credentials | None:
    offered = websocket.scope.get("subprotocols") or []
    tickets_ = [one.removeprefix(TICKET_PREFIX) for one in offered if one.startswith(TICKET_PREFIX)]
    if not tickets_:
        said = await next_message()
        if said is None:
            return None
        if not isinstance(said, Ticket):
            raise Refused(closing.NOT_LOGGED_IN)
        tickets_ = [said.ticket]
    try:
        found = await tickets.take(parts.bus, tickets_[0])
    except HexascopeError:
        raise Refused(closing.AWAY) from None
    if found is None:
        raise Refused(closing.NOT_LOGGED_IN)
    return found

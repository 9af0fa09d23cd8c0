"""The WebSocket `/api/v1/live`: who comes in, what he says, and when he has to go."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from hexascope.bootstrap.serving.parts import Credentials, Parts
from hexascope.domain.access import Caller
from hexascope.domain.errors import BadInput, HexascopeError, TooMuch
from hexascope.kit import clock
from hexascope.server.asked import credentials_of
from hexascope.server.live import closing, tickets
from hexascope.server.live.closing import Closing
from hexascope.server.live.frames import told
from hexascope.server.live.hub import Hub
from hexascope.server.live.line import Line
from hexascope.server.live.messages import (
    CONNECT,
    LARGEST,
    NotJson,
    Ping,
    Sent,
    Subscribe,
    Ticket,
    Unsubscribe,
    read,
)
from hexascope.server.live.origins import own_origin
from hexascope.server.live.outlets import outlet_of
from hexascope.server.live.seen import Asked
from hexascope.server.live.subscribed import MOST_LOOKING, Subscribed

SUBPROTOCOL = "hexascope.live.v1"
TICKET_PREFIX = "ticket."
"""A ticket may come as a subprotocol: browsers can send no other header."""

MOST_CONNECTIONS = 5000
MOST_OF_A_TENANT = 500
MOST_UNKNOWN = 100
"""Connections that have not yet said who they are."""

SILENT_S = 10.0
"""How long a connection may take to say who it is."""

RECOGNISED_S = 30.0
"""How often an open connection's caller is recognised again: who was revoked has to go."""

UNVERIFIED_S = 60.0
"""A connection whose caller could not be verified for so long is closed."""

A_SECOND = 20
BURST = 40
"""Messages that a client may send in a second, and at once."""


class Live:
    """All live connections of one process; it is the route's endpoint, and carries its guard."""

    guard = CONNECT

    def __init__(self, parts: Parts, now: Callable[[], float] = clock.monotonic) -> None:
        self.parts = parts
        self.hub = Hub(parts.bus, now)
        self.now = now
        self.looking = asyncio.Semaphore(MOST_LOOKING)
        self.connections: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Talk with one client until either goes."""
        websocket = WebSocket(scope, receive, send)
        server = self.parts.known.settings.server
        asked_by_page = "origin" in websocket.headers
        if asked_by_page and not own_origin(websocket, server.url, server.origins):
            await _deny(websocket, "pages of this origin may not listen")
            return
        offered = websocket.scope.get("subprotocols") or []
        chosen = SUBPROTOCOL if SUBPROTOCOL in offered else None
        await websocket.accept(chosen)
        outlet = outlet_of(websocket)
        line = Line(outlet)
        try:
            await _Talk(self, websocket, line).whole()
        finally:
            await line.end()

    def enter(self, tenant: str) -> None:
        """Count a connection; TooMuch. The tenant of those who are not known yet is empty."""
        most = MOST_OF_A_TENANT if tenant else MOST_UNKNOWN
        if self.connections[tenant] >= most or self.connections.total() >= MOST_CONNECTIONS:
            raise TooMuch("too many live connections")
        self.connections[tenant] += 1

    def leave(self, tenant: str) -> None:
        """Count it no more."""
        self.connections[tenant] -= 1
        if self.connections[tenant] <= 0:
            del self.connections[tenant]


class _Talk:
    """One connection."""

    def __init__(self, live: Live, websocket: WebSocket, line: Line) -> None:
        self._live = live
        self._websocket = websocket
        self._line = line
        self._subscribed = Subscribed(live.hub, line, live.looking)
        self._credentials = Credentials()
        self._caller: Caller | None = None
        self._allowed = float(BURST)
        self._counted_at = live.now()
        self._gap = ""
        self._gap_told = asyncio.Event()

    async def whole(self) -> None:
        """Let the client in, and listen to it until it goes, or has to."""
        try:
            self._live.enter("")
        except TooMuch:
            self._line.drop(closing.TOO_MANY)
            return
        try:
            admitted = await self._admit()
        finally:
            self._live.leave("")
        if not admitted or self._caller is None:
            return
        tenant = self._caller.tenant
        try:
            self._live.enter(tenant)
        except TooMuch:
            self._line.drop(closing.TOO_MANY)
            return
        undone = self._live.hub.on_gap(self._missed)
        try:
            self._line.send(told("hello", epoch=self._live.hub.epoch, seq=self._live.hub.seq))
            await self._until_first(self._hear, self._watch, self._mend, self._line.ended.wait)
        finally:
            undone()
            self._subscribed.end_all()
            self._live.leave(tenant)

    async def _admit(self) -> bool:
        """Recognise who is there: by a header, the cookie of our own page, or a ticket."""
        credentials = self._brought()
        if credentials is None:
            try:
                async with asyncio.timeout(SILENT_S):
                    credentials = await self._ticket_said()
            except TimeoutError:
                self._line.drop(closing.SILENT)
                return False
            if credentials is None:
                return False
        return await self._recognise(credentials)

    def _brought(self) -> Credentials | None:
        """Give what came with the request; the session's cookie counts from our own page alone."""
        brought = credentials_of(self._websocket)
        if brought.bearer or (brought.session and "origin" in self._websocket.headers):
            return brought
        return None

    async def _ticket_said(self) -> Credentials | None:
        """Give what a ticket stands for; None where the connection has been closed instead."""
        offered = self._websocket.scope.get("subprotocols") or []
        ticket = next(
            (one.removeprefix(TICKET_PREFIX) for one in offered if one.startswith(TICKET_PREFIX)),
            "",
        )
        if not ticket:
            said = await self._next()
            if said is None:
                return None
            if not isinstance(said, Ticket):
                self._line.drop(closing.NOT_LOGGED_IN)
                return None
            ticket = said.ticket
        try:
            found = await tickets.take(self._live.parts.bus, ticket)
        except HexascopeError:
            self._line.drop(closing.AWAY)
            return None
        if found is None:
            self._line.drop(closing.NOT_LOGGED_IN)
        return found

    async def _recognise(self, credentials: Credentials) -> bool:
        try:
            caller = await self._live.parts.recognise(credentials)
        except HexascopeError:
            self._line.drop(closing.AWAY)
            return False
        if not self._fits(caller):
            return False
        self._credentials, self._caller = credentials, caller
        return True

    def _fits(self, caller: Caller | None) -> bool:
        """Tell whether somebody may stay; else the connection is closed."""
        if caller is None or (self._caller is not None and caller.tenant != self._caller.tenant):
            self._line.drop(closing.NOT_LOGGED_IN)
            return False
        if not caller.may_some(CONNECT.verb, CONNECT.resource):
            self._line.drop(closing.NOT_ALLOWED)
            return False
        return True

    async def _watch(self) -> None:
        """Recognise the caller again and again."""
        verified = self._live.now()
        while True:
            await asyncio.sleep(RECOGNISED_S)
            try:
                caller = await self._live.parts.recognise(self._credentials)
            except HexascopeError:
                if self._live.now() > verified + UNVERIFIED_S:
                    self._line.drop(closing.AWAY)
                    return
                continue
            if not self._fits(caller) or caller is None:
                return
            verified = self._live.now()
            if caller != self._caller:
                self._caller = caller
                await self._subscribed.hold_to(caller)

    async def _mend(self) -> None:
        """Show everything anew after events were missed."""
        while True:
            await self._gap_told.wait()
            self._gap_told.clear()
            await self._subscribed.again(self._asked(), self._gap)

    def _missed(self, why: str) -> None:
        self._gap = why
        self._gap_told.set()

    async def _hear(self) -> None:
        """Do what the client says, one message after the other."""
        while (said := await self._next()) is not None:
            await self._do(said)

    async def _do(self, said: Sent) -> None:
        if isinstance(said, Ping):
            self._line.send(told("pong", ping=said.word))
        elif isinstance(said, Subscribe):
            await self._subscribed.begin(self._asked(), said)
        elif isinstance(said, Unsubscribe):
            self._subscribed.end(said.topics)
        else:
            self._subscribed.problem(BadInput("you are known already"))

    def _asked(self) -> Asked:
        caller = self._caller
        assert caller is not None
        return Asked(self._live.parts, self._live.parts.store.of(caller.tenant), caller)

    async def _next(self) -> Sent | None:
        """Give the next message that can be understood; None where the connection ends."""
        while True:
            try:
                text = await self._websocket.receive_text()
            except (WebSocketDisconnect, RuntimeError):
                return None
            except KeyError:  # bytes: we speak text alone
                self._line.drop(closing.NO_JSON)
                return None
            if (wrong := self._refused(text)) is not None:
                self._line.drop(wrong)
                return None
            try:
                return read(text)
            except NotJson:
                self._line.drop(closing.NO_JSON)
                return None
            except BadInput as error:
                self._subscribed.problem(error)

    def _refused(self, text: str) -> Closing | None:
        """Tell why a message is not even read."""
        if len(text) > LARGEST or len(text.encode(errors="replace")) > LARGEST:
            return closing.TOO_LARGE
        now = self._live.now()
        self._allowed = min(float(BURST), self._allowed + (now - self._counted_at) * A_SECOND)
        self._counted_at = now
        if self._allowed < 1:
            return closing.TOO_QUICK
        self._allowed -= 1
        return None

    async def _until_first(self, *ways: Callable[[], Awaitable[object]]) -> None:
        """Run all, and end them with the first that ends."""
        tasks = [asyncio.ensure_future(way()) for way in ways]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for one in done:
                one.result()
        finally:
            for task in tasks:
                task.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(*tasks, return_exceptions=True)


async def _deny(websocket: WebSocket, why: str) -> None:
    await websocket.send_denial_response(PlainTextResponse(why, status_code=403))

"""The WebSocket `/api/v1/live`: who comes in, what he says, and when he has to go."""

import asyncio
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect

from hexascope.bootstrap.serving.parts import Credentials, Parts
from hexascope.domain.access import Caller
from hexascope.domain.errors import BadInput, HexascopeError
from hexascope.kit import clock
from hexascope.server.live import closing
from hexascope.server.live.admitting import SUBPROTOCOL, Refused, admit, must_fit
from hexascope.server.live.closing import Closing
from hexascope.server.live.frames import told
from hexascope.server.live.hub import Hub
from hexascope.server.live.line import Line
from hexascope.server.live.measures import Measures
from hexascope.server.live.messages import (
    CONNECT,
    LARGEST,
    NotJson,
    Ping,
    Sent,
    Subscribe,
    Unsubscribe,
    read,
)
from hexascope.server.live.outlets import outlet_of
from hexascope.server.live.seen import Asked
from hexascope.server.live.subscribed import MOST_LOOKING, Subscribed
from hexascope.server.requests.origins import own_origin

MOST_CONNECTIONS = 5000
MOST_OF_A_TENANT = 500
MOST_UNKNOWN = 500
"""Connections that have not yet said who they are."""

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
        self.measures = Measures(parts.registry, self.connections.total)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Talk with one client until either goes."""
        websocket = WebSocket(scope, receive, send)
        server = self.parts.known.settings.server
        asked_by_page = "origin" in websocket.headers
        if asked_by_page and not own_origin(websocket, server.url, server.origins):
            no = PlainTextResponse("pages of this origin may not listen", status_code=403)
            await websocket.send_denial_response(no)
            return
        offered = websocket.scope.get("subprotocols") or []
        await websocket.accept(SUBPROTOCOL if SUBPROTOCOL in offered else None)
        await _Talk(self, websocket).whole()

    def enter(self, tenant: str) -> None:
        """Count a connection; Refused. The tenant of those who are not known yet is empty."""
        most = MOST_OF_A_TENANT if tenant else MOST_UNKNOWN
        if self.connections[tenant] >= most or self.connections.total() >= MOST_CONNECTIONS:
            raise Refused(closing.TOO_MANY)
        self.connections[tenant] += 1

    def leave(self, tenant: str) -> None:
        """Count it no more."""
        self.connections[tenant] -= 1
        if self.connections[tenant] <= 0:
            del self.connections[tenant]


class _Talk:
    """One connection."""

    def __init__(self, live: Live, websocket: WebSocket) -> None:
        self._live = live
        self._websocket = websocket
        self._wake = asyncio.Event()
        self._line = Line(outlet_of(websocket), live.hub.behind, self._wake.set)
        self._subscribed = Subscribed(live.hub, self._line, live.looking)
        self._credentials = Credentials()
        self._caller: Caller | None = None
        self._recognised = self._verified = live.now()
        self._gap = ""
        self._allowed = float(BURST)
        self._counted_at = live.now()

    async def whole(self) -> None:
        """Let the client in, and listen to it until it goes, or has to."""
        try:
            if await self._admitted():
                await self._inside()
        except Refused as refused:
            self._line.drop(refused.closing)
        finally:
            if self._line.closing is not None:
                self._live.measures.closed(self._line.closing)
            await self._line.end()

    async def _admitted(self) -> bool:
        self._live.enter("")
        try:
            found = await admit(self._live.parts, self._websocket, self._next)
        finally:
            self._live.leave("")
        if found is not None:
            self._credentials, self._caller = found
        return found is not None

    async def _inside(self) -> None:
        tenant = self._asked().caller.tenant
        self._live.enter(tenant)
        undone = self._live.hub.on_gap(self._missed)
        self._line.send(told("hello", epoch=self._live.hub.epoch, seq=self._live.hub.seq))
        hearing = asyncio.ensure_future(self._hear())
        hearing.add_done_callback(lambda _: self._wake.set())
        try:
            while not (hearing.done() or self._line.ended):
                await self._attend()
            if hearing.done():
                hearing.result()  # an error of ours is not passed over
        finally:
            hearing.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await hearing
            undone()
            self._subscribed.end_all()
            self._live.leave(tenant)

    async def _attend(self) -> None:
        """Wait for the end, for a gap, or for the time to recognise the caller again."""
        try:
            async with asyncio.timeout(
                max(0.0, self._recognised + RECOGNISED_S - self._live.now())
            ):
                await self._wake.wait()
        except TimeoutError:
            await self._recognise_again()
        self._wake.clear()
        if self._gap and not self._line.ended:
            why, self._gap = self._gap, ""
            await self._subscribed.again(self._asked(), why)

    async def _recognise_again(self) -> None:
        self._recognised = self._live.now()
        try:
            found = await self._live.parts.recognise(self._credentials)
        except HexascopeError:
            if self._live.now() > self._verified + UNVERIFIED_S:
                raise Refused(closing.AWAY) from None
            return
        self._caller = must_fit(found, self._caller)
        self._verified = self._live.now()
        with suppress(HexascopeError):  # the database is away: next time again
            await self._subscribed.hold_to(self._asked())

    def _missed(self, why: str) -> None:
        self._gap = why
        self._wake.set()

    async def _hear(self) -> None:
        """Do what the client says, one message after the other."""
        while (said := await self._next()) is not None:
            if isinstance(said, Ping):
                self._line.send(told("pong", ping=said.word))
            elif isinstance(said, Subscribe):
                await self._subscribed.begin(self._asked(), said)
            elif isinstance(said, Unsubscribe):
                await self._subscribed.end(said.topics)
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

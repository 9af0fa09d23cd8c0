"""How frames leave: straight to the transport where the server offers it, else by a queue."""

import asyncio
from collections import deque
from contextlib import suppress
from typing import Any, Protocol

from starlette.websockets import WebSocket

from hexascope.server.live.closing import LAST_WORDS_S, Closing
from hexascope.server.live.frames import Frame

EXTENSION = "hexascope.prepared"
"""Where live/prepared.py puts itself into a scope's `extensions`; other servers than uvicorn, and
clients of tests, do without."""


class Outlet(Protocol):
    """Sends frames in their order and never waits; who has too much waiting is dropped by us."""

    @property
    def waiting_bytes(self) -> int:
        """Give the bytes that the client has not taken yet."""

    def write(self, frame: Frame) -> None:
        """Send one."""

    def drop(self, closing: Closing) -> None:
        """Close; what waits may be lost."""

    async def end(self) -> None:
        """Let go at the end of the connection."""


def outlet_of(websocket: WebSocket) -> Outlet:
    """Give the quickest outlet that there is."""
    extensions: dict[str, Any] = websocket.scope.get("extensions") or {}
    offered = extensions.get(EXTENSION)
    return PreparedOutlet(offered["protocol"]) if offered else QueuedOutlet(websocket)


class PreparedOutlet:
    """Writes bytes to the transport; what waits, waits in its buffer."""

    def __init__(self, protocol: Any) -> None:
        self._protocol = protocol

    @property
    def waiting_bytes(self) -> int:
        """Give what the transport holds."""
        waiting: int = self._protocol.waiting_bytes
        return waiting

    def write(self, frame: Frame) -> None:
        """Write."""
        self._protocol.write_prepared(frame.wire)

    def drop(self, closing: Closing) -> None:
        """Close without waiting."""
        self._protocol.drop(closing)

    async def end(self) -> None:
        """Nothing is held here."""


class QueuedOutlet:
    """Sends by the application's own way, one after the other."""

    def __init__(self, websocket: WebSocket) -> None:
        self._websocket = websocket
        self._waiting: deque[Frame] = deque()
        self._bytes = 0
        self._there = asyncio.Event()
        self._closing: Closing | None = None
        self._task = asyncio.get_running_loop().create_task(self._send())

    @property
    def waiting_bytes(self) -> int:
        """Give what waits to be sent."""
        return self._bytes

    def write(self, frame: Frame) -> None:
        """Queue."""
        if self._closing is None:
            self._waiting.append(frame)
            self._bytes += frame.size
            self._there.set()

    def drop(self, closing: Closing) -> None:
        """Throw away what waits; `end` says why."""
        if self._closing is None:
            self._closing = closing
            self._task.cancel()

    async def end(self) -> None:
        """Say the last words, if the client hears them."""
        if self._closing is None:
            self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        if self._closing is not None:
            with suppress(RuntimeError, OSError, TimeoutError):
                async with asyncio.timeout(LAST_WORDS_S):
                    await self._websocket.close(self._closing.code, self._closing.reason)

    async def _send(self) -> None:
        with suppress(RuntimeError, OSError):  # the client has gone: its reader tells
            while True:
                await self._there.wait()
                while self._waiting:
                    frame = self._waiting[0]
                    await self._websocket.send_text(frame.text)
                    self._waiting.popleft()
                    self._bytes -= frame.size
                self._there.clear()

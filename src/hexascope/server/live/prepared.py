"""Uvicorn's WebSocket with a door for prepared frames: what two thousand hear is written once.

An application's `send` costs each client a coroutine, an encoding and a frame of its own; frames of
a server are alike for all clients, so that one made beforehand can go to each transport as it is.
"""

import asyncio
from typing import Any

from uvicorn._types import ASGISendEvent
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.exceptions import InvalidState
from websockets.http11 import Request

from hexascope.server.live.closing import LAST_WORDS_S, Closing
from hexascope.server.live.outlets import EXTENSION


class PreparedWebSocket(WebSocketsSansIOProtocol):
    """As uvicorn's, and the application finds it in its scope."""

    def handle_connect(self, event: Request) -> None:
        """Offer ourselves before the application runs."""
        super().handle_connect(event)
        if not self.close_sent:
            extensions: Any = self.scope["extensions"]
            extensions[EXTENSION] = {"protocol": self}

    async def send(self, message: ASGISendEvent) -> None:
        """Send as uvicorn does; a refusal that has been answered is no fault of the application."""
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and self.close_sent:
            self.handshake_complete = True

    @property
    def waiting_bytes(self) -> int:
        """Give the bytes that the client's connection has not taken yet."""
        return self.transport.get_write_buffer_size()

    def write_prepared(self, frame: bytes) -> None:
        """Write a frame as it is; nothing where the connection ends."""
        if not (self.close_sent or self.disconnected or self.transport.is_closing()):
            self.transport.write(frame)

    def drop(self, closing: Closing) -> None:
        """Close without waiting for a client that does not read."""
        if self.close_sent or self.disconnected or self.transport.is_closing():
            return
        try:
            self.conn.send_close(closing.code, closing.reason)
        except InvalidState:
            return
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self.close_timer = asyncio.get_running_loop().call_later(LAST_WORDS_S, self.transport.abort)

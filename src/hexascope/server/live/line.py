"""What goes to one client: bounded, and of values that replace each other only the newest."""

import asyncio
from collections.abc import Callable

from hexascope.server.live.closing import TOO_SLOW, Closing
from hexascope.server.live.frames import Frame
from hexascope.server.live.outlets import Outlet

MOST_WAITING = 2**20
"""Bytes that may wait for one client; beyond it is dropped, and others are not kept waiting."""

MUCH_WAITING = 64 * 1024
"""From so many bytes on a client is slow: of values that replace each other it gets the newest
once it has caught up, and snapshots wait for it."""

PAUSE_S = 0.05
"""Between two looks whether a slow client has caught up."""

LONGEST_BEHIND_S = 30.0
"""A client that has not caught up in this time is dropped, where something waits for it to."""


class Line:
    """Sends to one client; `behind` are those of all lines that values wait for."""

    def __init__(self, outlet: Outlet, behind: "set[Line]", on_end: Callable[[], None]) -> None:
        self._outlet = outlet
        self._behind = behind
        self._on_end = on_end
        self._newest: dict[str, Frame] = {}
        self.ended = False
        self.closing: Closing | None = None

    def send(self, frame: Frame) -> None:
        """Send what must not be lost; drop a client for whom too much waits."""
        if self.ended:
            return
        if self._outlet.waiting_bytes + frame.size > MOST_WAITING:
            self.drop(TOO_SLOW)
        else:
            self._outlet.write(frame)

    def replace(self, name: str, frame: Frame) -> None:
        """Send a value that replaces the last one of that name."""
        if self._outlet.waiting_bytes > MUCH_WAITING and not self.ended:
            self._newest[name] = frame
            self._behind.add(self)
        else:
            if self._newest:
                self._newest.pop(name, None)
            self.send(frame)

    def catch_up(self) -> None:
        """Send the newest values to a client that has caught up."""
        while self._newest and self._outlet.waiting_bytes <= MUCH_WAITING:
            self.send(self._newest.pop(next(iter(self._newest))))
        if not self._newest:
            self._behind.discard(self)

    async def room(self) -> None:
        """Wait until the client is not behind, or its connection ends."""
        for _ in range(round(LONGEST_BEHIND_S / PAUSE_S)):
            if self.ended or self._outlet.waiting_bytes <= MUCH_WAITING:
                return
            await asyncio.sleep(PAUSE_S)
        self.drop(TOO_SLOW)

    def forget(self, name: str) -> None:
        """Send no waiting value of that name."""
        self._newest.pop(name, None)

    def drop(self, closing: Closing) -> None:
        """Close the connection."""
        if not self.ended:
            self.ended, self.closing = True, closing
            self._newest.clear()
            self._outlet.drop(closing)
            self._on_end()

    async def end(self) -> None:
        """Let go."""
        self.ended = True
        self._behind.discard(self)
        await self._outlet.end()

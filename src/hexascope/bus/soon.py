"""Saying from other threads, and without waiting: examinations and models' voices run in those."""

import asyncio
from collections import deque
from contextlib import suppress

from hexascope.bus.contract import Bus, Message
from hexascope.domain.errors import HexascopeError

MOST_WAITING = 10_000
"""Messages that wait to be said; of more the oldest go: a bus that is away must not cost memory."""


class SaysSoon:
    """Says messages in their order, in the loop in which it was made; what can't be said is lost.

    `close` waits until all that was given to it before has been said.
    """

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[tuple[str, Message]] = deque(maxlen=MOST_WAITING)
        self._task: asyncio.Task[None] | None = None

    def say(self, topic: str, message: Message) -> None:
        """Have a message said; from any thread, and never blocking."""
        with suppress(RuntimeError):  # the loop has ended: nobody listens any more
            self._loop.call_soon_threadsafe(self._take, topic, message)

    async def close(self) -> None:
        """Wait for the last message."""
        await asyncio.sleep(0)  # lets in what other threads have handed over
        while self._task is not None:
            await self._task

    def _take(self, topic: str, message: Message) -> None:
        self._waiting.append((topic, message))
        if self._task is None:
            self._task = self._loop.create_task(self._say_all())

    async def _say_all(self) -> None:
        while self._waiting:
            topic, message = self._waiting.popleft()
            with suppress(HexascopeError):
                await self._bus.say(topic, message)
        self._task = None

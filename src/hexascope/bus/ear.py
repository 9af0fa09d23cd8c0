"""What one listener has not heard yet: bounded in number and bytes, the oldest go."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from fnmatch import fnmatchcase

from hexascope.bus.contract import MOST_HELD, MOST_HELD_BYTES, Said

HALF_FULL = MOST_HELD // 2


class Ear:
    """Holds what was said until its listener comes for it; of one event loop."""

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self._patterns = patterns
        self._held: deque[Said] = deque()
        self._bytes = 0
        self._missed = 0
        self._closed = False
        self._there = asyncio.Event()

    @property
    def crowded(self) -> bool:
        """Tell whether it holds half of what it can: who says more lets the listener go first."""
        return len(self._held) > HALF_FULL or self._bytes > MOST_HELD_BYTES // 2

    def fits(self, topic: str) -> bool:
        """Tell whether it listens to a topic."""
        return any(fnmatchcase(topic, pattern) for pattern in self._patterns)

    def hear(self, topic: str, text: str) -> None:
        """Hold a message."""
        if self._closed:
            return
        self._held.append(Said(topic, text))
        self._bytes += len(text)
        while len(self._held) > MOST_HELD or self._bytes > MOST_HELD_BYTES:
            self._bytes -= len(self._held.popleft().text)
            self._missed += 1
        self._there.set()

    def deaf(self) -> None:
        """Note that something may have been said that was not heard."""
        self._missed += 1

    def close(self) -> None:
        """End: what is held is still given."""
        self._closed = True
        self._there.set()

    def missed(self) -> int:
        """Take the count of what was missed."""
        missed, self._missed = self._missed, 0
        return missed

    async def __aiter__(self) -> AsyncIterator[Said]:
        while (said := await self._next()) is not None:
            yield said

    async def next(self, *, timeout_s: float) -> Said | None:
        """Give the next message; a closed one lets its listener wait, who else asked for ever."""
        if self._held:
            return self._take()
        try:
            async with asyncio.timeout(timeout_s):
                if (said := await self._next()) is None:
                    await asyncio.Event().wait()
                return said
        except TimeoutError:
            return None

    async def _next(self) -> Said | None:
        while not self._held:
            if self._closed:
                return None
            self._there.clear()
            await self._there.wait()
        return self._take()

    def _take(self) -> Said:
        said = self._held.popleft()
        self._bytes -= len(said.text)
        missed = self.missed()
        return Said(said.topic, said.text, missed) if missed else said

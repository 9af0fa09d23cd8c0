"""A bus within one process."""

import asyncio
import json
from collections import OrderedDict, deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from fnmatch import fnmatchcase

from hexascope.bus.contract import LARGEST_BYTES, MOST_HELD, Listener, Message, Said
from hexascope.domain.errors import BadInput

MOST_KEPT = 10_000
"""Entries of the cache."""

Clock = Callable[[], float]


class _Ear:
    """What one listener has not heard yet."""

    def __init__(self, patterns: tuple[str, ...]) -> None:
        self._patterns = patterns
        self._held: deque[Said] = deque()
        self._missed = 0
        self._there = asyncio.Event()

    def hear(self, topic: str, message: Message) -> None:
        if not any(fnmatchcase(topic, pattern) for pattern in self._patterns):
            return
        if len(self._held) >= MOST_HELD:
            self._held.popleft()
            self._missed += 1
        self._held.append(Said(topic, message))
        self._there.set()

    async def __aiter__(self) -> AsyncIterator[Said]:
        while True:
            await self._there.wait()
            yield self._take()

    async def next(self, *, timeout_s: float) -> Said | None:
        try:
            async with asyncio.timeout(timeout_s):
                await self._there.wait()
        except TimeoutError:
            return None
        return self._take()

    def _take(self) -> Said:
        said = self._held.popleft()
        missed, self._missed = self._missed, 0
        if not self._held:
            self._there.clear()
        return said._replace(missed=missed)


class MemoryBus:
    """Says and hears within one event loop."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ears: set[_Ear] = set()
        self._kept: OrderedDict[str, tuple[bytes, float]] = OrderedDict()

    async def open(self) -> None:
        """There is nothing to connect to."""

    async def close(self) -> None:
        """Let go of everything."""
        self._ears.clear()
        self._kept.clear()

    async def say(self, topic: str, message: Message) -> None:
        """Tell all that listen now."""
        if len(json.dumps(message)) > LARGEST_BYTES:
            raise BadInput(f"a message on {topic!r} is larger than {LARGEST_BYTES} bytes")
        for ear in tuple(self._ears):
            ear.hear(topic, message)

    @asynccontextmanager
    async def listen(self, *patterns: str) -> AsyncIterator[Listener]:
        """Listen until the block ends."""
        ear = _Ear(patterns)
        self._ears.add(ear)
        try:
            yield ear
        finally:
            self._ears.discard(ear)

    async def get(self, key: str) -> bytes | None:
        """Give what is kept and not too old."""
        value, until = self._kept.get(key, (b"", 0.0))
        return value if key in self._kept and self._clock() < until else None

    async def put(self, key: str, value: bytes, *, seconds: float) -> None:
        """Keep for a while."""
        self._kept[key] = (value, self._clock() + seconds)
        self._kept.move_to_end(key)
        while len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)

    async def add(self, key: str, amount: int = 1, *, seconds: float) -> int:
        """Count."""
        value = await self.get(key)
        if value is None:
            await self.put(key, str(amount).encode(), seconds=seconds)
            return amount
        count = int(value) + amount
        self._kept[key] = (str(count).encode(), self._kept[key][1])
        return count

    async def forget(self, key: str) -> None:
        """Remove."""
        self._kept.pop(key, None)

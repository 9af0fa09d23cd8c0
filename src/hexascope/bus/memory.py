"""A bus within one process."""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from hexascope.bus.contract import Listener, Message
from hexascope.bus.ear import Ear
from hexascope.bus.words import key_of, patterns, value_of, written
from hexascope.domain.errors import BadInput

MOST_KEPT = 10_000
"""Entries of the cache."""

MOST_KEPT_BYTES = 32 * 2**20
"""Bytes of the cache's values."""

BETWEEN_SWEEPS_S = 1.0
"""A full cache looks for what has ended at most this often: else the oldest go at once."""

Clock = Callable[[], float]


class MemoryBus:
    """Says and hears within one event loop; other threads say by `SaysSoon`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ears: set[Ear] = set()
        self._kept: OrderedDict[str, tuple[bytes, float]] = OrderedDict()
        self._bytes = 0
        self._swept_at = float("-inf")

    async def open(self) -> None:
        """There is nothing to connect to."""

    async def close(self) -> None:
        """Let go of everything."""
        for ear in self._ears:
            ear.close()
        self._ears.clear()
        self._kept.clear()
        self._bytes = 0

    async def say(self, topic: str, message: Message) -> None:
        """Tell all that listen now; where one is half full, it gets its turn first."""
        text = written(topic, message)
        crowded = False
        for ear in tuple(self._ears):
            if ear.fits(topic):
                ear.hear(topic, text)
                crowded = crowded or ear.crowded
        if crowded:
            await asyncio.sleep(0)

    @asynccontextmanager
    async def listen(self, *patterns_: str) -> AsyncIterator[Listener]:
        """Listen until the block ends."""
        ear = Ear(patterns(patterns_))
        self._ears.add(ear)
        try:
            yield ear
        finally:
            self._ears.discard(ear)
            ear.close()

    async def get(self, key: str) -> bytes | None:
        """Give what is kept and not too old."""
        value, until = self._kept.get(key_of(key), (b"", float("-inf")))
        return value if self._clock() < until else None

    async def put(self, key: str, value: bytes, *, seconds: float) -> None:
        """Keep for a while."""
        value = value_of(key, value)
        self._remove(key_of(key))
        self._set(key, value, self._clock() + seconds)
        self._make_room()

    async def add(self, key: str, amount: int = 1, *, seconds: float) -> int:
        """Count."""
        value = await self.get(key)
        if value is None:
            await self.put(key, str(amount).encode(), seconds=seconds)
            return amount
        try:
            count = int(value) + amount
        except ValueError:
            raise BadInput(f"what is kept under {key!r} is no count") from None
        until = self._kept[key][1]
        self._remove(key)
        self._set(key, str(count).encode(), until)
        return count

    async def forget(self, key: str) -> None:
        """Remove."""
        self._remove(key_of(key))

    def _set(self, key: str, value: bytes, until: float) -> None:
        self._kept[key] = (value, until)
        self._bytes += len(value)

    def _remove(self, key: str) -> None:
        value, _ = self._kept.pop(key, (b"", 0.0))
        self._bytes -= len(value)

    def _full(self) -> bool:
        return len(self._kept) > MOST_KEPT or self._bytes > MOST_KEPT_BYTES

    def _make_room(self) -> None:
        now = self._clock()
        if self._full() and now >= self._swept_at + BETWEEN_SWEEPS_S:
            self._swept_at = now
            for key in [key for key, (_, until) in self._kept.items() if until <= now]:
                self._remove(key)
        while self._full():
            self._remove(next(iter(self._kept)))

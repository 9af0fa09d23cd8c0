"""What a bus is: whoever listens at the moment hears what is said; nothing is kept for later.

Topics are `TENANT.KIND.ID`, such as `acme.job.0190…`; patterns are globs over whole topics.
What must not be lost lies in the store: the bus only says that there is something to see.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any, NamedTuple, Protocol

Message = Mapping[str, Any]
"""What JSON can say."""

LARGEST_BYTES = 256 * 1024
"""Bytes of one message as JSON; BadInput beyond."""

MOST_HELD = 1000
"""Messages that wait for one listener; of more the oldest go, and the listener is told how many."""


class Said(NamedTuple):
    """A message with its topic; `missed` counts what this listener was too slow for before it."""

    topic: str
    message: Message
    missed: int = 0


class Listener(Protocol):
    """Hears what is said from the moment it was opened on."""

    def __aiter__(self) -> AsyncIterator[Said]:
        """Give each message as it comes, in the order in which one sender said them."""

    async def next(self, *, timeout_s: float) -> Said | None:
        """Give the next message; None where none came in time."""


class Bus(Protocol):
    """Says and hears, and keeps small things for a while.

    CannotReach where its server does not answer: who says something that is also in the store
    passes over that. A listener comes back by itself when its server does, and tells by `missed`
    of at least 1 that it may have been deaf.
    """

    async def open(self) -> None:
        """Connect."""

    async def close(self) -> None:
        """Let go; listeners end."""

    async def say(self, topic: str, message: Message) -> None:
        """Tell all that listen now."""

    def listen(self, *patterns: str) -> AbstractAsyncContextManager[Listener]:
        """Listen to topics that fit one of the patterns, such as `acme.*`."""

    async def get(self, key: str) -> bytes | None:
        """Give what is kept under a key."""

    async def put(self, key: str, value: bytes, *, seconds: float) -> None:
        """Keep something for a while; the oldest go where there is too much."""

    async def add(self, key: str, amount: int = 1, *, seconds: float) -> int:
        """Add to a counter that begins at 0 and ends `seconds` after its first use; give it."""

    async def forget(self, key: str) -> None:
        """Remove what is kept under a key."""

"""What a bus is: whoever listens at the moment hears what is said; nothing is kept for later.

Topics are `TENANT.KIND.ID`, such as `acme.job.0190…`; patterns are topics in which `*` stands for
any letters, such as `acme.*`. What must not be lost lies in the store: the bus only says that there
is something to see.
"""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol

Message = Mapping[str, Any]
"""What JSON can say."""

LARGEST_BYTES = 256 * 1024
"""Bytes of one message as JSON, and of what is kept under one key; BadInput beyond."""

LONGEST_NAME = 500
"""Letters of a topic, a pattern or a key; BadInput beyond."""

MOST_HELD = 1000
"""Messages that wait for one listener; of more the oldest go, and the listener is told how many."""

MOST_HELD_BYTES = 8 * 2**20
"""Bytes of what waits for one listener; as above."""


@dataclass(frozen=True, slots=True)
class Said:
    """A message with its topic; `missed` counts what this listener did not hear before it.

    `text` is the message as JSON, for who only passes it on.
    """

    topic: str
    text: str
    missed: int = 0

    @property
    def message(self) -> dict[str, Any]:
        """Read the message: each time anew, so that nobody changes another's."""
        read: dict[str, Any] = json.loads(self.text)
        return read


class Listener(Protocol):
    """Hears what is said from the moment it was opened on."""

    def __aiter__(self) -> AsyncIterator[Said]:
        """Give each message as it comes, in the order in which one sender said them."""

    async def next(self, *, timeout_s: float) -> Said | None:
        """Give the next message; None where none came in time, as after the bus was closed."""

    def missed(self) -> int:
        """Take the count of what was missed and is not told by a message yet.

        For who must know of a gap even where nothing is said after it.
        """


class Bus(Protocol):
    """Says and hears, and keeps small things for a while.

    CannotReach within a second where its server does not answer: who says something that is also
    in the store passes over that. A listener comes back by itself when its server does, and tells
    by `missed` of at least 1 that it may have been deaf.
    """

    async def open(self) -> None:
        """Connect; CannotReach."""

    async def close(self) -> None:
        """Let go; listeners end."""

    async def say(self, topic: str, message: Message) -> None:
        """Tell all that listen now."""

    def listen(self, *patterns: str) -> AbstractAsyncContextManager[Listener]:
        """Listen to topics that fit one of the patterns, such as `acme.*`.

        It does not fail: a listener whose server is away begins deaf.
        """

    async def get(self, key: str) -> bytes | None:
        """Give what is kept under a key."""

    async def put(self, key: str, value: bytes, *, seconds: float) -> None:
        """Keep something for a while; the oldest go where there is too much."""

    async def add(self, key: str, amount: int = 1, *, seconds: float) -> int:
        """Add to a counter that begins at 0 and ends `seconds` after its first use; give it.

        BadInput where something else is kept under the key.
        """

    async def forget(self, key: str) -> None:
        """Remove what is kept under a key."""

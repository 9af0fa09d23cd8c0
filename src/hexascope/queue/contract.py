"""What a queue is here: it wakes workers. Jobs are rows of the store, and those are the truth.

A wake-up may be lost, doubled, or come too early: who is woken looks into the store for what is
to be done, and looks there now and then without being woken.
"""

from collections.abc import Awaitable, Callable
from typing import Protocol

Work = Callable[[], Awaitable[bool]]
"""Takes one job from the store and does it; False where there was none to take."""


class Queue(Protocol):
    """Wakes whoever works."""

    async def open(self) -> None:
        """Connect."""

    async def close(self) -> None:
        """Let go."""

    async def wake(self, *, priority: int = 0) -> None:
        """Say that a job waits; CannotReach where that can't be said (the reaper will find it)."""

    async def serve(self, work: Work, *, at_once: int, idle_s: float) -> None:
        """Work until cancelled: at most so many at once, and look each `idle_s` without a call."""

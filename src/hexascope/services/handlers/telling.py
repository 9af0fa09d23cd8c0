"""Telling how far a job is, from the thread that does it: in order, and without waiting."""

import asyncio
import threading
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from hexascope.collect.contract import Look, Plan
from hexascope.consult.record.keeper import Spoken
from hexascope.consult.voices.speaking import Turn
from hexascope.domain.errors import HexascopeError
from hexascope.llm.contract import ModelError, Piece
from hexascope.services.jobs.contract import Running

MOST_WAITING = 200
"""Things that wait to be told; of more the oldest go."""

LEAST_BETWEEN_S = 0.25
"""Between two tellings of how far a window is: looks come ten times a second."""

LOOKED, JUDGED = 0.6, 0.95
"""How far a job is when it has looked, and when it has judged."""

Say = Callable[[], Awaitable[None]]


class Telling:
    """Takes from any thread what is to be told, and tells it in the loop that it was made in."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[Say] = deque(maxlen=MOST_WAITING)
        self._there = asyncio.Event()
        self._ends = False
        self._lock = threading.Lock()
        self._last_look = 0.0

    def step(self, share: float, words: str) -> None:
        """Tell how far the job is, and what is done now."""
        self._hand_over(lambda: self._running.progress(share, words))

    def line(self, words: str) -> None:
        """Tell a line of what happens."""
        self._hand_over(lambda: self._running.log(words))

    def looks(self, plan: Plan) -> Callable[[Look], None]:
        """Give what is told of each look of a window."""
        began: list[float] = []

        def look(one: Look) -> None:
            began.append(one.at) if not began else None
            passed = one.at - began[0]
            with self._lock:
                if one.number and one.at - self._last_look < LEAST_BETWEEN_S:
                    return
                self._last_look = one.at
            share = min(1.0, passed / plan.window_seconds) if plan.window_seconds > 0 else 1.0
            self.step(LOOKED * share, "looking at the host")

        return look

    def panel(self, role: str, what: Turn | Spoken | ModelError | Piece) -> None:
        """Tell of what happens at a panel: who has spoken, and who could not."""
        who = role.replace("_", " ")
        if isinstance(what, Spoken):
            opinions = len(what.admitted.opinions)
            self.line(f"{who} has spoken: {opinions} opinions" if opinions else f"{who} has spoken")
        elif isinstance(what, ModelError):
            self.line(f"{who} could not speak: {what}")

    async def tell_all(self) -> None:
        """Tell until the end has been said, and all that waits has been told."""
        while True:
            while self._waiting:
                with suppress(HexascopeError):  # a job that was taken away ends by itself
                    await self._waiting.popleft()()
            if self._ends:
                return
            self._there.clear()
            await self._there.wait()

    def end(self) -> None:
        """Say that nothing more comes."""
        self._ends = True
        self._there.set()

    def _hand_over(self, say: Say) -> None:
        with suppress(RuntimeError):  # the loop has ended: nobody listens any more
            self._loop.call_soon_threadsafe(self._take, say)

    def _take(self, say: Say) -> None:
        self._waiting.append(say)
        self._there.set()


@asynccontextmanager
async def telling(running: Running) -> AsyncIterator[Telling]:
    """Give what tells of a job; at the end all that was handed over has been told."""
    made = Telling(running)
    task = asyncio.create_task(made.tell_all())
    try:
        yield made
        await asyncio.sleep(0)  # lets in what the job's thread handed over last
        made.end()
        await task
    finally:
        task.cancel()

"""A queue within one process: workers are woken at once."""

import asyncio
from collections import deque

from hexascope.queue.contract import Work


class LocalQueue:
    """Wakes the tasks of this process, one for each call."""

    def __init__(self) -> None:
        self._calls = 0
        self._resting: deque[asyncio.Future[None]] = deque()
        self._awaited: list[asyncio.Future[None]] = []

    async def open(self) -> None:
        """There is nothing to connect to."""

    async def close(self) -> None:
        """There is nothing to let go of."""

    async def wake(self, *, priority: int = 0) -> None:  # noqa: ARG002 - the store orders jobs
        """Wake one who rests; if none does, each looks once more before it rests."""
        self._calls += 1
        while self._resting:
            rest = self._resting.popleft()
            if not rest.done():
                rest.set_result(None)
                return

    async def rested(self) -> None:
        """Wait until one rests: as long as none does, a call would change nothing."""
        while not self._resting:
            waits: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._awaited.append(waits)
            await waits

    async def serve(self, work: Work, *, at_once: int, idle_s: float) -> None:
        """Work with so many tasks; each looks for a job when called, and each `idle_s`."""
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(self._work(work))
            while True:
                await asyncio.sleep(idle_s)
                for _ in range(len(self._resting)):
                    await self.wake()

    async def _work(self, work: Work) -> None:
        while True:
            calls = self._calls
            # a call that comes during a look may be for a job that the look did not see
            if await work() or self._calls != calls:
                continue
            rest: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._resting.append(rest)
            while self._awaited:
                waits = self._awaited.pop()
                if not waits.done():
                    waits.set_result(None)
            await rest

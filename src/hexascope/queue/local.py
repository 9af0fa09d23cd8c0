"""A queue within one process: workers are woken at once."""

import asyncio

from hexascope.queue.contract import Work


class LocalQueue:
    """Wakes the tasks of this process."""

    def __init__(self) -> None:
        self._call = asyncio.Event()

    async def open(self) -> None:
        """There is nothing to connect to."""

    async def close(self) -> None:
        """There is nothing to let go of."""

    async def wake(self, *, priority: int = 0) -> None:  # noqa: ARG002 - the store orders jobs
        """Wake one who rests."""
        self._call.set()

    async def serve(self, work: Work, *, at_once: int, idle_s: float) -> None:
        """Work with so many tasks; each looks for a job when called, and each `idle_s`."""
        async with asyncio.TaskGroup() as group:
            for _ in range(at_once):
                group.create_task(self._work(work, idle_s))

    async def _work(self, work: Work, idle_s: float) -> None:
        while True:
            while await work():
                pass
            try:
                async with asyncio.timeout(idle_s):
                    await self._call.wait()
            except TimeoutError:
                continue
            self._call.clear()

"""Our jobs, timed: submitted here, done here or by `python -m benchmarks.jobs.ours STORE QUEUE`."""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from hexascope.bootstrap.serving.opened import queue_at
from hexascope.bus.memory import MemoryBus
from hexascope.domain.job import JobState
from hexascope.kit import clock
from hexascope.queue.contract import Queue
from hexascope.services.jobs.contract import Running
from hexascope.services.jobs.jobs import Jobs
from hexascope.services.jobs.worker import Worker
from hexascope.store.database import migrating
from hexascope.store.database.opened import database_at
from hexascope.store.database.scope import Scope, Store
from hexascope.store.database.work.jobs import JobFilter

SUBMITTERS = 50
AT_ONCE = 16
LEFT = JobFilter(states=(JobState.WAITING, JobState.RUNNING))


@dataclass(slots=True, kw_only=True)
class Place:
    """Where jobs are submitted, and what was seen of them."""

    scope: Scope
    jobs: Jobs
    starts: list[float]

    async def latency(self, jobs: int) -> float:
        """The median of the seconds from a submission's begin to its handler's."""
        for _ in range(jobs):
            await self.jobs.submit(self.scope, "echo", {"at": time.monotonic()})
            await asyncio.sleep(0.01)
        await self._all_done()
        return sorted(self.starts)[len(self.starts) // 2]

    async def rate(self, jobs: int) -> float:
        """Jobs a second, from the first submission to the last end."""
        begun = time.monotonic()
        await asyncio.gather(*(self._some(jobs // SUBMITTERS) for _ in range(SUBMITTERS)))
        await self._all_done()
        return jobs // SUBMITTERS * SUBMITTERS / (time.monotonic() - begun)

    async def _some(self, jobs: int) -> None:
        for _ in range(jobs):
            await self.jobs.submit(self.scope, "echo", {"at": time.monotonic()})

    async def _all_done(self) -> None:
        while await self.jobs.page(self.scope, LEFT, limit=1):  # noqa: ASYNC110 - rows tell
            await asyncio.sleep(0.005)


@asynccontextmanager
async def place(store_at: str, queue_address: str, *, works: bool) -> AsyncIterator[Place]:
    """Open a store and a queue, with a worker in this process or without."""
    database, queue = database_at(store_at), queue_at(queue_address)
    await database.open()
    await migrating.upgrade(database)
    await queue.open()
    store, starts = Store(database=database), list[float]()
    tasks = [asyncio.create_task(one) for one in _working(store, queue, starts)] if works else []
    jobs = Jobs(queue=queue, bus=MemoryBus(clock.monotonic), clock=clock.wall)
    await asyncio.sleep(0.1)
    yield Place(scope=store.of("acme"), jobs=jobs, starts=starts)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await queue.close()
    await database.close()


def _working(store: Store, queue: Queue, starts: list[float]) -> list[Any]:
    async def echo(running: Running) -> Mapping[str, Any]:
        starts.append(time.monotonic() - running.job.payload["at"])
        return {}

    worker = Worker(
        store=store,
        bus=MemoryBus(clock.monotonic),
        handlers={"echo": echo},
        name="bench",
        clock=clock.wall,
        monotonic=clock.monotonic,
    )
    return [queue.serve(worker.work, at_once=AT_ONCE, idle_s=1.0), worker.keep()]


async def work(store_at: str, queue_address: str) -> None:
    """Be a worker's process until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with place(store_at, queue_address, works=True):
        print("works", flush=True)
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(work(*sys.argv[1:]))

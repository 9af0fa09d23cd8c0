"""A worker for tests, whose clocks and pauses are the test's own."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hexascope.bus.memory import MemoryBus
from hexascope.domain.job import Job
from hexascope.queue.local import LocalQueue
from hexascope.services.jobs.contract import Handler
from hexascope.services.jobs.jobs import Jobs
from hexascope.services.jobs.reaper import Reaper
from hexascope.services.jobs.worker import Worker
from hexascope.store.database.scope import Store
from hexascope.store.database.work.jobs import KeptJobs

NOW = 1_795_284_000.0


@dataclass(slots=True)
class Clocks:
    """The clock of the wall, which may jump, and the one that nobody sets."""

    wall: float = NOW
    steady: float = 100.0

    def pass_by(self, seconds: float) -> None:
        """Let time pass on both."""
        self.wall += seconds
        self.steady += seconds


async def no_sleep(_seconds: float) -> None:
    """Pause for no time, but let others go on."""
    await asyncio.sleep(0)


@dataclass(slots=True)
class Workshop:
    """Jobs, workers and a reaper over one store."""

    store: Store
    handlers: Mapping[str, Handler]
    clocks: Clocks = field(default_factory=Clocks)
    queue: LocalQueue = field(default_factory=LocalQueue)
    bus: MemoryBus = field(init=False)
    jobs: Jobs = field(init=False)

    def __post_init__(self) -> None:
        """Join them."""
        self.bus = MemoryBus(lambda: self.clocks.steady)
        self.jobs = Jobs(queue=self.queue, bus=self.bus, clock=lambda: self.clocks.wall)

    def worker(self, name: str = "w1", **more: Any) -> Worker:
        """Make a worker; its own clock may be given as `clock`."""
        clock: Callable[[], float] = more.pop("clock", lambda: self.clocks.wall)
        return Worker(
            store=self.store,
            bus=self.bus,
            handlers=self.handlers,
            name=name,
            clock=clock,
            monotonic=lambda: self.clocks.steady,
            sleep=no_sleep,
            **more,
        )

    def reaper(self, **more: Any) -> Reaper:
        """Make a reaper."""
        return Reaper(
            store=self.store,
            bus=self.bus,
            queue=self.queue,
            clock=more.pop("clock", lambda: self.clocks.wall),
            monotonic=lambda: self.clocks.steady,
            sleep=no_sleep,
            **more,
        )

    async def submit(self, kind: str, tenant: str = "acme", **more: Any) -> Job:
        """Submit a job."""
        payload = more.pop("payload", {})
        return await self.jobs.submit(self.store.of(tenant), kind, payload, **more)

    async def one(self, job: Job) -> Job:
        """Give a job as it is now."""
        return await KeptJobs(self.store.of(job.tenant)).one(job.id)

    async def begun(self, worker: Worker, jobs: int = 1) -> None:
        """Wait until a worker has so many jobs in its hands."""
        async with asyncio.timeout(20):
            while worker.busy < jobs:  # noqa: ASYNC110 - it offers no event
                await asyncio.sleep(0.001)

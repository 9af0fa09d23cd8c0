"""One job in a worker's hand: what its handler is given, and what stops it."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import TypeVar

from hexascope.bus.contract import Bus
from hexascope.domain.job import Job
from hexascope.kit.visible import visible
from hexascope.services.jobs.events import of, say, topic_of
from hexascope.store.database.contract import Work
from hexascope.store.database.scope import Scope
from hexascope.store.database.work.job_turns import MOST_LINES, Beat, fenced

T = TypeVar("T")

LONGEST_LINE = 2048
"""Letters of one line."""

LONGEST_STEP = 500

SAY_EACH_S = 0.05
"""Progress is said at most so often; the newest is kept with each sign of life."""


class Stop(StrEnum):
    """Why a handler is to stop before its end."""

    CANCELLED = "cancelled"
    LOST = "given to another worker"
    DRAINED = "its worker stops"
    LATE = "it took too long"


class Hand:
    """A job that runs here; keeps the contract of Running."""

    def __init__(
        self,
        job: Job,
        scope: Scope,
        bus: Bus,
        *,
        clock: Callable[[], float],
        monotonic: Callable[[], float],
    ) -> None:
        self._job = job
        self._scope = scope
        self._bus = bus
        self._clock = clock
        self._monotonic = monotonic
        self._progress = 0.0
        self._step = ""
        self._said = -SAY_EACH_S
        self._lines: deque[tuple[float, str]] = deque(maxlen=MOST_LINES)
        self.heard_of = monotonic()
        """When the last sign of life that the store took was sent."""
        self.stop: asyncio.Future[Stop] = asyncio.get_running_loop().create_future()

    @property
    def job(self) -> Job:
        """The job as it was taken."""
        return self._job

    @property
    def scope(self) -> Scope:
        """The rows of the job's tenant."""
        return self._scope

    async def progress(self, share: float, step: str) -> None:
        """Tell how far it is."""
        self._progress = min(max(share, 0.0), 1.0) if share == share else self._progress
        self._step = visible(step)[:LONGEST_STEP]
        now = self._monotonic()
        if now - self._said >= SAY_EACH_S:
            self._said = now
            await self._say("progress", progress=self._progress, step=self._step)

    async def log(self, line: str) -> None:
        """Tell a line."""
        told = visible(line)[:LONGEST_LINE]
        time = self._clock()
        self._lines.append((time, told))
        await self._say("log", time=time, line=told)

    async def write(self, work: Work[T]) -> T:
        """Write, unless the job has been given away: GivenAway, which is a Clash."""
        return await self._scope.write(fenced(self._scope, self._job, work))

    async def _say(self, event: str, **fields: object) -> None:
        message = {"event": event, "of": of(self._job), "id": self._job.id, **fields}
        await say(self._bus, topic_of(self._job.tenant, self._job.id), message)

    def beat(self) -> Beat:
        """Give a sign of life, with the lines that were not told yet."""
        return Beat(job=self._job, progress=self._progress, step=self._step, lines=self.lines())

    def lines(self) -> list[tuple[float, str]]:
        """Give the lines that were not told yet, and forget them."""
        told = list(self._lines)
        self._lines.clear()
        return told

    def put_back(self, lines: Sequence[tuple[float, str]]) -> None:
        """Keep lines that could not be told for the next time."""
        newer = list(self._lines)
        self._lines.clear()
        self._lines.extend([*lines, *newer])

    def halt(self, why: Stop) -> None:
        """Have the handler stopped; the first reason counts."""
        if not self.stop.done():
            self.stop.set_result(why)

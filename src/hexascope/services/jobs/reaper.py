"""Gives jobs back whose worker is silent, and forgets old ones.

A worker raises a counter in each job's row. Who does not change for the time of a lease, as seen
here on a clock that nobody sets, is lost; clocks of the wall are not compared, so that a worker or
a reaper whose clock jumps by days takes nothing from anybody. A worker whose process is known to
have ended (`gone`, told by its name) is not waited for.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from hexascope.bus.contract import Bus
from hexascope.domain.errors import CannotReach, HexascopeError
from hexascope.domain.job import LEASE_S, Job, JobState
from hexascope.queue.contract import Queue
from hexascope.services.jobs.events import say, state_told, topic_of
from hexascope.store.database.scope import Store
from hexascope.store.database.work.job_turns import Held, Turns

LOOK_S = 2.0
"""Pause between two looks; a job is given back at most two of them after its lease."""

KEEP_S = 30 * 86_400.0
"""How long ended jobs are kept."""

FORGET_EACH_S = 3600.0
MOST_FORGOTTEN = 1000
"""Old jobs that are removed by one unit of work."""

Sleep = Callable[[float], Coroutine[Any, Any, None]]


@dataclass(slots=True)
class _Seen:
    held: Held
    silent_s: float = 0.0


class Reaper:
    """Watches the jobs that run, of all tenants; several may watch the same."""

    def __init__(
        self,
        *,
        store: Store,
        bus: Bus,
        queue: Queue,
        clock: Callable[[], float],
        monotonic: Callable[[], float],
        gone: Callable[[str], bool] = lambda _worker: False,
        lease_s: float = LEASE_S,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._turns = Turns(store.everywhere())
        self._bus = bus
        self._queue = queue
        self._clock = clock
        self._monotonic = monotonic
        self._gone = gone
        self._lease_s = lease_s
        self._look_s = min(LOOK_S, lease_s / 4)
        self._sleep = sleep
        self._seen: dict[tuple[str, str], _Seen] = {}
        self._looked = monotonic()
        self._forgot = -FORGET_EACH_S

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self.look()
                await self.forget()
            except (HexascopeError, OSError):
                # nobody could give a sign of life either: all get a new lease
                self._seen.clear()
            await self._sleep(self._look_s)

    async def look(self) -> list[Job]:
        """Look once; give the jobs that were taken from their workers."""
        held = await self._turns.held()
        now = self._monotonic()
        # who was himself stopped for long has not watched for that long
        passed = min(now - self._looked, 2 * self._look_s)
        self._looked = now
        seen: dict[tuple[str, str], _Seen] = {}
        for one in held:
            before = self._seen.get((one.tenant, one.id))
            silent = before.silent_s + passed if before and before.held == one else 0.0
            seen[one.tenant, one.id] = _Seen(one, silent)
        self._seen = seen
        lost: list[Job] = []
        for silent_one in list(seen.values()):
            if silent_one.silent_s >= self._lease_s or self._gone(silent_one.held.worker):
                job = await self._turns.lose(silent_one.held, self._clock())
                lost += [job] if job else []
        for job in lost:
            await self._tell(job)
        return lost

    async def _tell(self, job: Job) -> None:
        if job.state is JobState.WAITING:
            with suppress(CannotReach):  # who works looks into the store now and then
                await self._queue.wake(priority=job.priority)
        await say(self._bus, topic_of(job.tenant, job.id), state_told(job))

    async def forget(self) -> None:
        """Remove jobs that ended long ago, now and then."""
        if self._monotonic() - self._forgot < FORGET_EACH_S:
            return
        while await self._turns.forget(self._clock() - KEEP_S, MOST_FORGOTTEN) == MOST_FORGOTTEN:
            await self._sleep(0)
        self._forgot = self._monotonic()

"""Makes jobs of schedules when their time comes: each firing once, whoever else looks too.

A firing's job has an id that follows from the schedule and the time it fires for, and the schedule
goes on to its next time in the same unit of work. Firings that nobody saw (the server was down, or
the clock was set forward) are made up for by one job; the others are counted as missed. When the
clock is set back, times that come again fire nothing again: their jobs are there.
"""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any
from uuid import UUID, uuid5

from hexascope.bus.contract import Bus
from hexascope.domain.errors import BadInput, HexascopeError, TooMuch
from hexascope.domain.job import Job
from hexascope.services.jobs.events import say
from hexascope.services.jobs.jobs import Jobs
from hexascope.services.jobs.times import next_time, times
from hexascope.store.database.scope import Store
from hexascope.store.database.work.schedules import MOST_DUE, Schedule, Schedules

LOOK_S = 1.0
"""Pause between two looks: a firing is at most so late."""

MOST_MISSED = 1000
"""Firings of one schedule that are counted as missed at once."""

SET_BACK_S = 2.0
"""By how much the clock must fall behind before it counts as set back."""

FIRINGS = UUID("6f9bd2b2-0c1d-5c33-9d5e-3c1f6a1b7e10")
"""The space of the ids of firings' jobs."""

NEVER = 253_402_300_799.0
"""The last second of the calendar."""

Sleep = Callable[[float], Coroutine[Any, Any, None]]


class Scheduler:
    """Fires the schedules of all tenants. Several may run: one of them makes each job.

    `clock` gives seconds since 1970: schedules follow it, wherever it is set.
    """

    def __init__(
        self,
        *,
        store: Store,
        jobs: Jobs,
        bus: Bus,
        clock: Callable[[], float],
        monotonic: Callable[[], float],
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._store = store
        self._schedules = Schedules(store.everywhere())
        self._jobs = jobs
        self._bus = bus
        self._clock = clock
        self._monotonic = monotonic
        self._sleep = sleep
        self._offset: float | None = None

    async def run(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                while await self.look() == MOST_DUE:
                    await self._sleep(0)
            except (HexascopeError, OSError):
                pass  # the store is away: what is missed meanwhile is made up for
            await self._sleep(LOOK_S)

    async def look(self) -> int:
        """Look once; tell how many schedules had come due."""
        now = self._clock()
        offset = now - self._monotonic()
        if self._offset is None or offset < self._offset - SET_BACK_S:
            await self._set_back(now)
        self._offset = offset
        due = await self._schedules.due(now)
        for one in due:
            await self._fire(one, now)
        return len(due)

    async def _set_back(self, now: float) -> None:
        """Have those that have fired in what is the future now go by the clock again."""
        for one in await self._schedules.ahead(now):
            coming = _next(one, now)
            if coming < one.next:
                await self._schedules.fire(one, None, "", next=coming, last=one.last, missed=0)

    async def _fire(self, schedule: Schedule, now: float) -> None:
        passed = _passed(schedule, now)
        at, missed = passed[-1], len(passed) - 1
        job, words = await self._job(schedule, at)
        coming = _next(schedule, now)
        missed += job is None
        fired = await self._schedules.fire(
            schedule, job, words, next=coming, last=at, missed=missed
        )
        if fired and job is not None:
            await self._jobs.told(job)
            topic = f"{schedule.tenant}.schedule.{schedule.id}"
            of = {"id": schedule.host} if schedule.host else {}
            await say(self._bus, topic, {"event": "fired", "of": of, "job": job.id, "at": at})

    async def _job(self, schedule: Schedule, at: float) -> tuple[Job | None, str]:
        """Make the job of a firing; None where there is no room for it."""
        try:
            await self._jobs.room.need(self._store.of(schedule.tenant))
            return self._jobs.prepared(
                schedule.tenant,
                schedule.kind,
                schedule.payload,
                id=firing_id(schedule, at),
                priority=schedule.priority,
                host=schedule.host,
                by=schedule.by,
                schedule=schedule.id,
            )
        except (TooMuch, BadInput):
            return None, ""


def firing_id(schedule: Schedule, at: float) -> str:
    """Give the id of the job that a schedule makes for a time: always the same."""
    return str(uuid5(FIRINGS, f"{schedule.tenant}\n{schedule.id}\n{at:.0f}"))


def _passed(schedule: Schedule, now: float) -> list[float]:
    """Give the times that have come due by now, at least the one that was waited for."""
    try:
        later = times(schedule.cron, schedule.zone, schedule.next, MOST_MISSED)
    except BadInput:
        later = []
    return [schedule.next, *(one for one in later if one <= now)]


def _next(schedule: Schedule, now: float) -> float:
    """Give the next time; one that has none any more waits for ever."""
    try:
        return next_time(schedule.cron, schedule.zone, now)
    except BadInput:
        return NEVER

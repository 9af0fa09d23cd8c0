"""Where a worker's hands hand in what they have done, and get more: many at once, in one write."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from hexascope.domain.job import Job
from hexascope.store.database.work.job_taking import Take
from hexascope.store.database.work.job_turns import Ending, Turns

MOST_IN_A_WRITE = 64
"""Jobs that are ended, and as many that are taken, by one unit of work."""


@dataclass(slots=True)
class _Asked:
    """One who waits: with an ending, for a job, or with the one for the other."""

    ending: Ending | None
    more: bool
    answer: "asyncio.Future[tuple[bool, Job | None]]"


class Desk:
    """Takes and ends jobs for one worker; what is asked during a write goes with the next."""

    def __init__(
        self,
        turns: Turns,
        *,
        worker: str,
        here: str,
        clock: Callable[[], float],
        lease_s: float,
    ) -> None:
        self._turns = turns
        self._worker = worker
        self._here = here
        self._clock = clock
        self._lease_s = lease_s
        self._asked: list[_Asked] = []
        self._writing: asyncio.Task[None] | None = None
        self._served_last = ""

    async def take(self) -> Job | None:
        """Get a job to do; None where none waits. Raises as the store does."""
        return (await self._ask(None, more=True))[1]

    async def end(self, ending: Ending, *, more: bool) -> tuple[bool, Job | None]:
        """Hand a job in, and with `more` get the next; False where it was given away meanwhile.

        Raises as the store does.
        """
        return await self._ask(ending, more=more)

    def _ask(
        self, ending: Ending | None, *, more: bool
    ) -> "asyncio.Future[tuple[bool, Job | None]]":
        asked = _Asked(ending, more, asyncio.get_running_loop().create_future())
        self._asked.append(asked)
        if self._writing is None:
            self._writing = asyncio.create_task(self._write_all())
        return asked.answer

    async def _write_all(self) -> None:
        try:
            while self._asked:
                now, self._asked = (
                    self._asked[:MOST_IN_A_WRITE],
                    self._asked[MOST_IN_A_WRITE:],
                )
                await self._write(now)
        finally:
            self._writing = None

    async def _write(self, asked: list[_Asked]) -> None:
        endings = [one.ending for one in asked if one.ending is not None]
        now = self._clock()
        take = Take(
            worker=self._worker,
            most=sum(one.more for one in asked),
            now=now,
            lease_s=self._lease_s,
            after=self._served_last,
            here=self._here,
        )
        try:
            ended, jobs = await self._turns.exchange(endings, take if take.most else None, now)
        except Exception as error:  # a door: each who asked is told, or would wait for ever
            for one in asked:
                if not one.answer.done():
                    one.answer.set_exception(error)
            return
        if jobs:
            self._served_last = jobs[-1].tenant
        kept, given = iter(ended), iter(jobs)
        for one in asked:
            answer = one.ending is not None and next(kept), next(given, None) if one.more else None
            if not one.answer.done():
                one.answer.set_result(answer)

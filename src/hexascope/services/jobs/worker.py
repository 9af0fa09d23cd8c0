"""A worker: takes jobs, has them done, keeps them in its hands by signs of life, hands them in."""

import asyncio
import secrets
from collections import deque
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from hexascope.bus.contract import Bus
from hexascope.domain.deed import Deed
from hexascope.domain.errors import CannotReach, HexascopeError
from hexascope.domain.job import LEASE_S, Job, JobState
from hexascope.kit.backoff import wait_before
from hexascope.services.jobs.contract import Handler
from hexascope.services.jobs.desk import Desk
from hexascope.services.jobs.events import CANCEL, say, state_told, topic_of
from hexascope.services.jobs.hand import Hand, Stop
from hexascope.services.jobs.outcomes import again, done, raised
from hexascope.store.database.scope import Store
from hexascope.store.database.work.job_turns import Ending, GivenAway, Turns

LONGEST_S = 600.0
"""How long a try may take, where its kind has no other limit."""

BEAT_S = 2.0
"""Pause between two signs of life; a cancellation that the bus lost is seen by the next."""

GRACE_S = 2.0
"""How long a handler that is stopped may take to end; then it is left alone, and can't write."""

MOST_LEFT_ALONE = 100
"""Handlers that did not end when stopped; with more of them the worker takes no jobs."""

AFTER_FAILURE_S = 1.0
"""Pause after the store did not answer."""

Sleep = Callable[[float], Coroutine[Any, Any, None]]


class Worker:
    """Does jobs of all tenants. `work` is what a queue calls; `keep` runs beside it.

    `name` says who it is, `here` the id of its machine (empty: it does jobs of all hosts). `clock`
    gives seconds since 1970 and judges nothing, `monotonic` seconds on the clock that nobody sets.
    `longest` is how long a try of a kind may take, in seconds.
    """

    def __init__(
        self,
        *,
        store: Store,
        bus: Bus,
        handlers: Mapping[str, Handler],
        name: str,
        here: str = "",
        clock: Callable[[], float],
        monotonic: Callable[[], float],
        lease_s: float = LEASE_S,
        longest: Mapping[str, float] = MappingProxyType({}),
        grace_s: float = GRACE_S,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._store = store
        self._bus = bus
        self._handlers = handlers
        self._name = name
        self._clock = clock
        self._monotonic = monotonic
        self._lease_s = lease_s
        self._longest = longest
        self._grace_s = grace_s
        self._sleep = sleep
        self._turns = Turns(store.everywhere())
        self._desk = Desk(self._turns, worker=name, here=here, clock=clock, lease_s=lease_s)
        self._hands: set[Hand] = set()
        self._given: deque[Job] = deque()
        self._left_alone: set[asyncio.Task[Mapping[str, Any]]] = set()
        self._stopping = False
        self._empty = asyncio.Event()

    @property
    def busy(self) -> int:
        """How many jobs are in its hands."""
        return len(self._hands)

    async def work(self) -> bool:
        """Take one job and do it; False where there was none, or the worker stops."""
        job = self._given.popleft() if self._given else await self._taken()
        if job is None:
            return False
        scope = self._store.of(job.tenant)
        hand = Hand(job, scope, self._bus, clock=self._clock, monotonic=self._monotonic)
        self._hands.add(hand)
        try:
            if self._stopping:
                hand.halt(Stop.DRAINED)
            await self._say(job)
            ending = await self._done(hand)
            if ending is not None:
                await self._hand_in(hand, ending)
        finally:
            self._hands.discard(hand)
            if not self._hands:
                self._empty.set()
        return True

    async def _taken(self) -> Job | None:
        if not self._takes:
            return None
        try:
            return await self._desk.take()
        except (HexascopeError, OSError):
            await self._sleep(AFTER_FAILURE_S)
            return None

    @property
    def _takes(self) -> bool:
        return not self._stopping and len(self._left_alone) <= MOST_LEFT_ALONE

    async def keep(self) -> None:
        """Give signs of life, and hear of cancellations, until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._listen())
            while True:
                await self._sleep(min(BEAT_S, self._lease_s / 4))
                await self.beat()

    async def beat(self) -> None:
        """Give one sign of life of all jobs in hand; what is lost or cancelled is stopped."""
        hands = [hand for hand in self._hands if not hand.stop.done()]
        if not hands:
            return
        sent = self._monotonic()
        beats = [hand.beat() for hand in hands]
        try:
            told = await self._turns.beat(beats, self._clock(), self._lease_s)
        except (HexascopeError, OSError):
            for hand, beat in zip(hands, beats, strict=True):
                hand.put_back(beat.lines)
                # another may have it by now: nothing more is to be done in its name
                if self._monotonic() - hand.heard_of > self._lease_s:
                    hand.halt(Stop.LOST)
            return
        for hand, cancelling in zip(hands, told, strict=True):
            hand.heard_of = sent
            if cancelling is None:
                hand.halt(Stop.LOST)
            elif cancelling:
                hand.halt(Stop.CANCELLED)

    async def drain(self, seconds: float) -> None:
        """Take no more; what runs may end for so long, and is then given back at once."""
        self._stopping = True
        for patience in (seconds, 2 * self._grace_s):
            self._empty.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    while self._hands:
                        await self._empty.wait()
                        self._empty.clear()
            for hand in self._hands:
                hand.halt(Stop.DRAINED)
        while self._given and await self.work():
            pass  # what was given and not begun goes back at once

    async def _listen(self) -> None:
        while True:
            try:
                async with self._bus.listen(f"*.{CANCEL}.*") as ear:
                    async for _said in ear:
                        await self.beat()  # the store says which, and whether it is so
            except CannotReach:
                await self._sleep(AFTER_FAILURE_S)

    async def _done(self, hand: Hand) -> Ending | None:
        """Have a job done; None where it is another's by now."""
        job = hand.job
        handler = self._handlers.get(job.kind)
        if handler is None:
            reason = f"no worker here does jobs of the kind {job.kind!r}"
            return again(job, reason, self._clock(), _jitter())
        task = asyncio.ensure_future(_called(handler, hand))
        limit = self._longest.get(job.kind, LONGEST_S)
        either: list[asyncio.Future[Any]] = [task, hand.stop]
        try:
            await asyncio.wait(either, timeout=limit, return_when=asyncio.FIRST_COMPLETED)
        except asyncio.CancelledError:
            task.cancel()
            raise
        if not task.done():
            hand.halt(Stop.LATE)
            await self._stopped(task)
            return self._cut_short(hand, hand.stop.result(), limit)
        error = _error_of(task)
        if isinstance(error, GivenAway):
            await self._refused(job, "a write of its handler")
            return None
        if error is not None:
            return raised(job, error, self._clock(), _jitter())
        return done(job, task.result())

    async def _stopped(self, task: "asyncio.Task[Mapping[str, Any]]") -> None:
        task.cancel()
        await asyncio.wait({task}, timeout=self._grace_s)
        if task.done():
            _error_of(task)
            return
        task.cancel()
        self._left_alone.add(task)
        task.add_done_callback(self._ended_late)

    def _ended_late(self, task: "asyncio.Task[Mapping[str, Any]]") -> None:
        self._left_alone.discard(task)
        _error_of(task)

    def _cut_short(self, hand: Hand, why: Stop, limit: float) -> Ending | None:
        if why is Stop.LOST:
            return None
        if why is Stop.CANCELLED:
            return Ending(job=hand.job, state=JobState.CANCELLED)
        if why is Stop.DRAINED:
            reason = f"given back by {self._name}, which was stopped"
            return Ending(job=hand.job, state=JobState.WAITING, reason=reason, counted=False)
        return again(hand.job, f"it took longer than {limit:g} s", self._clock(), _jitter())

    async def _hand_in(self, hand: Hand, ending: Ending) -> None:
        """Write how a job ended; for as long as it is ours where the store does not answer."""
        following: Job | None = None
        tries, kept, whole = 0, None, replace(ending, lines=hand.lines())
        while kept is None:
            try:
                kept, following = await self._desk.end(whole, more=self._takes)
            except (HexascopeError, OSError):
                tries += 1
                if self._monotonic() - hand.heard_of > self._lease_s:
                    return
                await self._sleep(wait_before(tries, jitter=_jitter()))
        if following is not None:
            self._given.append(following)  # who handed in asks at once for more
        if kept:
            await self._say(_as_ended(ending))
        elif not tries:  # else an earlier try was kept, and its answer lost
            await self._refused(hand.job, f"its ending as {ending.state}")

    async def _refused(self, job: Job, what: str) -> None:
        """Record that something was refused because the job is another's by now."""
        deed = Deed(
            tenant=job.tenant,
            actor=self._name,
            actor_kind="system",
            actor_name="worker",
            verb="change",
            resource="jobs",
            object=job.id,
            time=self._clock(),
            details={"refused": what, "fence": str(job.fence)},
        )
        with suppress(HexascopeError, OSError):
            await self._store.of(job.tenant).doing(deed).write(lambda _connection: None)

    async def _say(self, job: Job) -> None:
        await say(self._bus, topic_of(job.tenant, job.id), state_told(job))


async def _called(handler: Handler, hand: Hand) -> Mapping[str, Any]:
    return await handler(hand)


def _error_of(task: "asyncio.Task[Mapping[str, Any]]") -> BaseException | None:
    """Give what a task that ended raised."""
    return asyncio.CancelledError("it cancelled itself") if task.cancelled() else task.exception()


def _as_ended(ending: Ending) -> Job:
    job = replace(ending.job, state=ending.state)
    done = ending.state is JobState.DONE
    return replace(job, reason=ending.reason or job.reason, progress=1.0 if done else job.progress)


def _jitter() -> float:
    return secrets.randbelow(1001) / 1000

"""A queue over Celery and Redis: wakes workers on other machines, and in other processes.

A message says no more than that somebody should look into the store: the jobs are there. It is
acknowledged before the look, it has no result, and it may be lost or doubled without harm.
"""

import asyncio
import threading
from typing import Any

from celery import Celery
from celery.exceptions import WorkerShutdown
from celery.worker import state
from kombu.exceptions import OperationalError

from hexascope.domain.errors import CannotReach
from hexascope.queue.contract import Work
from hexascope.queue.local import LocalQueue

TASK = "hexascope.look"
NAME = "hexascope"
"""The queue in Redis."""

PRIORITIES = 10
PATIENCE_S = 2.0
"""How long Redis is waited for when a worker is to be woken."""

CALLS_AT_ONCE = 16
"""Messages that one write sends for all who called meanwhile: each wakes one who looks until
nothing waits."""

MOST_CALLS = 1000
"""Messages that may lie in Redis: where no worker takes them, more would wake nobody either."""

COUNT_EACH = 256
"""Calls between two counts of those messages."""

STOP_S = 5.0
"""How long Celery's consumer may take to end."""

STOP_TURNS = 50


class CeleryQueue:
    """Wakes by Celery's messages; who serves is woken as in one process, by a consumer thread."""

    def __init__(self, address: str) -> None:
        self._celery = _celery(address.removeprefix("celery+"))
        self._local = LocalQueue()
        self._called: list[asyncio.Future[None]] = []
        self._priority = 0
        self._sending: asyncio.Task[None] | None = None
        self._since_count = COUNT_EACH
        self._full = False

    async def open(self) -> None:
        """Nothing is asked of Redis before the first call: it may come later than we."""

    async def close(self) -> None:
        """Let go of the connections."""
        if self._sending is not None:
            await asyncio.wait({self._sending})
        await asyncio.to_thread(self._celery.close)

    async def wake(self, *, priority: int = 0) -> None:
        """Send a message; CannotReach where Redis does not take it."""
        told: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._called.append(told)
        self._priority = max(priority, self._priority) if len(self._called) > 1 else priority
        if self._sending is None:
            self._sending = asyncio.create_task(self._send_all())
        await told

    async def _send_all(self) -> None:
        try:
            while self._called:
                called, self._called = self._called, []
                error = await asyncio.to_thread(self._send, len(called), self._priority)
                for told in called:
                    if told.done():
                        continue
                    if error is None:
                        told.set_result(None)
                    else:
                        told.set_exception(CannotReach(f"Redis took no message: {error}"))
        finally:
            self._sending = None

    def _send(self, calls: int, priority: int) -> Exception | None:
        """Send as many messages as help, from a thread; give the error where it can't be done."""
        try:
            with self._celery.producer_or_acquire() as producer:
                self._since_count += calls
                if self._full or self._since_count >= COUNT_EACH:
                    self._since_count = 0
                    found = producer.channel.queue_declare(queue=NAME)
                    self._full = found.message_count >= MOST_CALLS
                if self._full:
                    return None
                for _ in range(min(calls, CALLS_AT_ONCE)):
                    self._celery.send_task(
                        TASK,
                        producer=producer,
                        priority=PRIORITIES // 2 - max(min(priority, 4), -4),
                        retry=False,
                        ignore_result=True,
                    )
        except (OperationalError, OSError) as error:
            return error
        return None

    async def serve(self, work: Work, *, at_once: int, idle_s: float) -> None:
        """Work until cancelled; a consumer of Celery's wakes those who rest."""
        loop = asyncio.get_running_loop()

        def look() -> None:
            """Wake one who rests; while none does, further messages are left to other workers."""
            rested = asyncio.run_coroutine_threadsafe(self._rested(), loop)
            waiting.add(rested)
            try:
                rested.result()
            finally:
                waiting.discard(rested)

        waiting: set[Any] = set()
        consumer = _Consumer(self._celery, look)
        consumer.start()
        try:
            await self._local.serve(work, at_once=at_once, idle_s=idle_s)
        finally:
            consumer.stop()
            for _ in range(STOP_TURNS):
                for one in tuple(waiting):
                    one.cancel()  # a message that came meanwhile waits for nobody any more
                await asyncio.to_thread(consumer.join, STOP_S / STOP_TURNS)
                if not consumer.is_alive():
                    break

    async def _rested(self) -> None:
        await self._local.rested()
        await self._local.wake()


class _Consumer(threading.Thread):
    """Celery's worker in a thread: it takes messages one by one, and does nothing but call."""

    def __init__(self, celery: Celery, look: Any) -> None:
        super().__init__(name="hexascope-celery", daemon=True)
        self._celery = celery
        celery.task(look, name=TASK, ignore_result=True, shared=False)
        celery.finalize()

    def run(self) -> None:
        """Consume until stopped; Celery comes back by itself when Redis does."""
        state.should_stop = None
        self._celery.set_current()  # in this thread: Celery finds tasks by it
        worker = self._celery.WorkController(
            app=self._celery,
            pool_cls="solo",
            concurrency=1,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
            queues=[NAME],
        )
        try:
            worker.start()
        except (SystemExit, WorkerShutdown):
            return

    def stop(self) -> None:
        """Have it end at its next turn."""
        state.should_stop = 0


def _celery(broker: str) -> Celery:
    celery = Celery(NAME, broker=broker, set_as_current=False)
    celery.conf.update(
        task_default_queue=NAME,
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_acks_late=False,
        task_queue_max_priority=PRIORITIES,
        worker_prefetch_multiplier=1,
        worker_enable_remote_control=False,
        worker_cancel_long_running_tasks_on_connection_loss=True,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        broker_connection_retry=True,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_connection_timeout=PATIENCE_S,
        broker_transport_options={
            "socket_timeout": PATIENCE_S,
            "socket_connect_timeout": PATIENCE_S,
            "priority_steps": list(range(PRIORITIES)),
            "max_retries": 0,
        },
    )
    return celery

"""The contract of Queue, over the local one and over Celery with a real Valkey."""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

import pytest

from hexascope.bootstrap.serving.opened import queue_at
from hexascope.domain.errors import BadSettings, CannotReach
from hexascope.queue.contract import Queue
from tests.support.servers import valkey_address

NEVER_S = 1000.0
"""An idle look that no test lives to see."""


@pytest.fixture(params=["local", "celery"])
def address(request: pytest.FixtureRequest) -> str:
    """Give the address of an empty queue."""
    return "local://" if request.param == "local" else f"celery+{valkey_address()}"


class Bench:
    """Jobs that wait, and what was done with them."""

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self.waiting: list[str] = []
        self.done: list[str] = []
        self.looks = 0
        self.at_once = 0
        self.most_at_once = 0
        self.hold: asyncio.Event | None = None
        self._changed = asyncio.Event()

    async def work(self) -> bool:
        """Take one and do it."""
        self.looks += 1
        self._changed.set()
        await asyncio.sleep(0)
        if not self.waiting:
            return False
        job = self.waiting.pop(0)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        if self.hold is not None:
            self._changed.set()
            await self.hold.wait()
        self.at_once -= 1
        self.done.append(job)
        self._changed.set()
        return True

    async def until(self, met: Callable[[], bool]) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(20):
            while not met():
                self._changed.clear()
                await self._changed.wait()


def over(
    address: str,
    piece: Callable[[Bench], Coroutine[Any, Any, Any]],
    *,
    at_once: int = 2,
    idle_s: float = NEVER_S,
) -> Any:
    """Run a piece of work beside a served queue."""

    async def whole() -> Any:
        queue = queue_at(address)
        await queue.open()
        bench = Bench(queue)
        serving = asyncio.create_task(queue.serve(bench.work, at_once=at_once, idle_s=idle_s))
        try:
            await bench.until(lambda: bench.looks >= at_once)
            return await piece(bench)
        finally:
            serving.cancel()
            with suppress(asyncio.CancelledError):
                await serving
            await queue.close()

    return asyncio.run(whole())


def test_who_begins_to_serve_looks_for_what_waits_already(address: str) -> None:
    async def piece(bench: Bench) -> int:
        return bench.looks

    assert over(address, piece, at_once=3) == 3


def test_each_call_is_followed_by_a_look_that_comes_after_it(address: str) -> None:
    async def piece(bench: Bench) -> list[str]:
        for number in range(20):
            bench.waiting.append(f"j{number}")
            await bench.queue.wake()
            await bench.until(lambda: not bench.waiting)
        await bench.until(lambda: len(bench.done) == 20)
        return bench.done

    assert sorted(over(address, piece)) == sorted(f"j{number}" for number in range(20))


def test_a_hundred_calls_at_once_leave_nothing_undone(address: str) -> None:
    async def piece(bench: Bench) -> list[str]:
        bench.waiting += [f"j{number}" for number in range(100)]
        await asyncio.gather(*(bench.queue.wake(priority=number % 10) for number in range(100)))
        await bench.until(lambda: len(bench.done) == 100)
        return bench.done

    assert len(set(over(address, piece))) == 100


def test_one_call_for_several_jobs_is_enough(address: str) -> None:
    async def piece(bench: Bench) -> list[str]:
        bench.waiting += ["a", "b", "c"]
        await bench.queue.wake()
        await bench.until(lambda: len(bench.done) == 3)
        return bench.done

    assert sorted(over(address, piece)) == ["a", "b", "c"]


@pytest.mark.parametrize("at_once", [1, 3])
def test_no_more_work_goes_on_at_once_than_was_said(address: str, at_once: int) -> None:
    async def piece(bench: Bench) -> int:
        bench.hold = asyncio.Event()
        bench.waiting += [f"j{number}" for number in range(10)]
        await asyncio.gather(*(bench.queue.wake() for _ in range(10)))
        await bench.until(lambda: bench.at_once == at_once)
        for _ in range(20):
            await asyncio.sleep(0)
        most = bench.most_at_once
        bench.hold.set()
        bench.hold = None
        await bench.until(lambda: len(bench.done) == 10)
        return most

    assert over(address, piece, at_once=at_once) == at_once


def test_a_call_while_all_are_busy_is_not_forgotten(address: str) -> None:
    async def piece(bench: Bench) -> list[str]:
        bench.hold = asyncio.Event()
        bench.waiting.append("long")
        await bench.queue.wake()
        await bench.until(lambda: bench.at_once == 1)
        bench.waiting.append("late")
        await bench.queue.wake()
        hold, bench.hold = bench.hold, None
        hold.set()
        await bench.until(lambda: len(bench.done) == 2)
        return bench.done

    assert over(address, piece, at_once=1) == ["long", "late"]


def test_a_job_whose_call_was_lost_is_found_by_an_idle_look(address: str) -> None:
    async def piece(bench: Bench) -> list[str]:
        bench.waiting.append("unannounced")
        await bench.until(lambda: bench.done == ["unannounced"])
        return bench.done

    assert over(address, piece, idle_s=0.01) == ["unannounced"]


def test_a_call_for_nothing_harms_nobody(address: str) -> None:
    async def piece(bench: Bench) -> list[str]:
        looks = bench.looks
        for _ in range(3):
            await bench.queue.wake()
        await bench.until(lambda: bench.looks > looks)
        bench.waiting.append("real")
        await bench.queue.wake()
        await bench.until(lambda: bool(bench.done))
        return bench.done

    assert over(address, piece) == ["real"]


def test_one_call_does_not_rouse_all_who_rest() -> None:
    async def piece(bench: Bench) -> int:
        for _ in range(20):
            await asyncio.sleep(0)  # until all rest
        looks = bench.looks
        bench.waiting.append("a")
        await bench.queue.wake()
        await bench.until(lambda: bool(bench.done))
        for _ in range(20):
            await asyncio.sleep(0)
        return bench.looks - looks

    # one that finds it, and its look for another
    assert over("local://", piece, at_once=8) == 2


def test_calls_that_nobody_takes_do_not_fill_redis() -> None:
    import redis

    from hexascope.queue.celery import CALLS_AT_ONCE, COUNT_EACH, MOST_CALLS, NAME

    broker = valkey_address()

    async def call() -> None:
        queue = queue_at(f"celery+{broker}")
        await queue.open()
        for _ in range(40):
            await asyncio.gather(*(queue.wake() for _ in range(200)))
        await queue.close()

    with redis.Redis.from_url(broker) as client:
        client.rpush(NAME, *(["old"] * (MOST_CALLS - 100)))
        asyncio.run(call())
        lie = sum(client.llen(key) for key in client.keys(f"{NAME}*") if b"bind" not in key)
        client.flushall()

    assert MOST_CALLS - 100 < lie <= MOST_CALLS + COUNT_EACH + CALLS_AT_ONCE


def test_a_redis_that_is_away_is_told_and_the_queue_comes_back_with_it() -> None:
    async def call() -> None:
        queue = queue_at("celery+redis://127.0.0.1:1/0")
        await queue.open()
        with pytest.raises(CannotReach, match="Redis took no message"):
            await queue.wake()
        await queue.close()

    asyncio.run(call())


@pytest.mark.parametrize("address", ["rabbit://x", "redis://127.0.0.1", "", "celery+redis"])
def test_an_address_of_no_known_queue_is_refused(address: str) -> None:
    with pytest.raises(BadSettings, match=r"server\.queue"):
        queue_at(address)


def test_a_refused_address_does_not_tell_its_password() -> None:
    with pytest.raises(BadSettings) as refused:
        queue_at("amqp://user:hunter2@host")
    assert "hunter2" not in str(refused.value)

import asyncio
import threading
from collections.abc import Callable

import pytest

from hexascope.services.handlers.apart import Stop, Stopped, apart


def test_work_is_done_in_another_thread_and_its_result_comes_back() -> None:
    names = asyncio.run(apart(lambda _stop: threading.current_thread().name))

    assert names == "hexascope-job"


def test_what_the_work_raises_is_raised_where_it_is_waited_for() -> None:
    def work(_stop: Stop) -> None:
        raise KeyError("gone")

    with pytest.raises(KeyError, match="gone"):
        asyncio.run(apart(work))


def test_the_work_may_wait_in_a_loop_of_its_own() -> None:
    async def waiting() -> int:
        await asyncio.sleep(0)
        return 7

    assert asyncio.run(apart(lambda stop: stop.run(waiting()))) == 7


async def _cancelled(work: Callable[[Stop], None], begun: threading.Event, grace_s: float) -> None:
    task = asyncio.create_task(apart(work, grace_s=grace_s))
    await asyncio.to_thread(begun.wait, 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_work_that_looks_whether_it_should_stop_ends_when_it_is_cancelled() -> None:
    begun, ended = threading.Event(), threading.Event()
    tick = threading.Event()

    def work(stop: Stop) -> None:
        begun.set()
        try:
            while True:
                stop.check()
                tick.wait(0.001)
        except Stopped:
            ended.set()
            raise

    asyncio.run(_cancelled(work, begun, 10.0))

    assert ended.is_set()


def test_work_that_waits_for_an_answer_is_woken_when_it_is_cancelled() -> None:
    begun, ended = threading.Event(), threading.Event()

    async def waiting() -> None:
        begun.set()
        await asyncio.Event().wait()

    def work(stop: Stop) -> None:
        try:
            stop.run(waiting())
        except Stopped:
            ended.set()
            raise

    asyncio.run(_cancelled(work, begun, 10.0))

    assert ended.is_set()


def test_work_that_hears_nothing_is_left_to_itself_after_the_grace() -> None:
    begun, let_go = threading.Event(), threading.Event()

    def deaf(_stop: Stop) -> None:
        begun.set()
        let_go.wait(10)

    try:
        asyncio.run(_cancelled(deaf, begun, 0.01))
    finally:
        let_go.set()


def test_what_was_told_to_stop_before_it_began_to_wait_does_not_wait() -> None:
    stop = Stop()
    stop.now()

    async def never() -> None:
        await asyncio.Event().wait()

    with pytest.raises(Stopped):
        stop.run(never())

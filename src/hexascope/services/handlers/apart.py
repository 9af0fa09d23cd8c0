"""Work in a thread of its own, with an event loop of its own: the server's loop goes on meanwhile.

A thread can't be ended from outside: it is told to stop, and looks whether it should at each look
at the host and whenever it waits for a model.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")

GRACE_S = 1.5
"""How long a job that is cancelled may take to end; after that its thread goes on unheard."""

TURN_EACH_S = 0.2
"""How often who waits for his turn looks whether he should stop."""


class Stopped(Exception):
    """The work was told to stop, and did."""


class Stop:
    """Tells work in another thread to stop; one for each piece of work."""

    def __init__(self) -> None:
        self._set = threading.Event()
        self._lock = threading.Lock()
        self._cancel: Callable[[], None] = lambda: None

    def now(self) -> None:
        """Tell it, from any thread."""
        self._set.set()
        with self._lock:
            self._cancel()

    def check(self) -> None:
        """Raise Stopped if it was told to."""
        if self._set.is_set():
            raise Stopped

    @contextmanager
    def holding(self, lock: threading.Lock) -> Iterator[None]:
        """Hold a lock within a block; Stopped where it was told to while it waits for its turn."""
        while not lock.acquire(timeout=TURN_EACH_S):
            self.check()
        try:
            yield
        finally:
            lock.release()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """Run a coroutine in a loop of this thread until it ends or is stopped; Stopped."""

        async def stoppable() -> T:
            loop, task = asyncio.get_running_loop(), asyncio.current_task()
            assert task is not None
            with self._lock:
                self._cancel = lambda: _cancel(loop, task)
            try:
                self.check()
                return await coroutine
            finally:
                coroutine.close()
                with self._lock:
                    self._cancel = lambda: None

        try:
            return asyncio.run(stoppable())
        except asyncio.CancelledError:
            raise Stopped from None


def _cancel(loop: asyncio.AbstractEventLoop, task: "asyncio.Task[Any]") -> None:
    loop.call_soon_threadsafe(task.cancel)


async def apart(work: Callable[[Stop], T], *, grace_s: float = GRACE_S) -> T:
    """Run blocking work in a thread of its own; where this is cancelled, the work is stopped.

    The thread is a daemon: one that hangs in the kernel doesn't keep the server from ending.
    """
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()
    stop = Stop()

    def run() -> None:
        try:
            result = work(stop)
        except BaseException as error:  # a door: it is raised where the work is waited for
            _tell(loop, done, error=error)
        else:
            _tell(loop, done, result=result)

    threading.Thread(target=run, name="hexascope-job", daemon=True).start()
    try:
        return await asyncio.shield(done)
    except asyncio.CancelledError:
        stop.now()
        await asyncio.wait([done], timeout=grace_s)
        if done.done():
            done.exception()  # it was heard: nobody need be told that it was not
        raise


def _tell(
    loop: asyncio.AbstractEventLoop,
    done: "asyncio.Future[Any]",
    *,
    result: Any = None,
    error: BaseException | None = None,
) -> None:
    def told() -> None:
        if done.done():
            return
        if error is None:
            done.set_result(result)
        else:
            done.set_exception(error if isinstance(error, Exception) else Stopped(repr(error)))

    try:
        loop.call_soon_threadsafe(told)
    except RuntimeError:
        return  # the server's loop has ended: nobody waits any more

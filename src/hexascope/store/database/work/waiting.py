"""Waiting in one thread for what a loop does in another, without being left waiting."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from hexascope.domain.errors import StoreAway

T = TypeVar("T")

LOOK_S = 1.0
"""How often one who waits looks whether the loop is still there."""


def wait(loop: asyncio.AbstractEventLoop | None, coroutine: Coroutine[Any, Any, T]) -> T:
    """Wait for a coroutine of another thread's loop; StoreAway where that has ended."""
    if loop is None or loop.is_closed():
        coroutine.close()
        raise StoreAway("the database is closed")
    if asyncio._get_running_loop() is loop:  # noqa: SLF001 - documented, for such a check
        coroutine.close()
        raise RuntimeError("the loop's own thread would wait for itself: await it instead")
    future = asyncio.run_coroutine_threadsafe(coroutine, loop)
    while True:
        try:
            return future.result(LOOK_S)
        except TimeoutError:
            if future.done():
                return future.result()  # the work's own
            if loop.is_closed():
                raise StoreAway("the database was closed meanwhile") from None

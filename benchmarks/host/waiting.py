"""Waits for something to become true, never for ever."""

import time
from collections.abc import Callable

from benchmarks.errors import Unready

PAUSE_SECONDS = 0.05
READY_LIMIT_SECONDS = 15.0


def wait_until(
    is_true: Callable[[], bool], what: str, limit_seconds: float = READY_LIMIT_SECONDS
) -> None:
    """Returns once it is true; after the limit it raises and names what was awaited."""
    end = time.monotonic() + limit_seconds
    while not is_true():
        if time.monotonic() > end:
            raise Unready(f"Waited {limit_seconds:g} s in vain: {what}.")
        time.sleep(PAUSE_SECONDS)

"""A crowd of idle processes, so that a look has much to read."""

from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.host.bench import Bench
from benchmarks.host.counters import PROC
from benchmarks.host.waiting import wait_until
from benchmarks.host.workers import start_worker

READY_LIMIT_SECONDS = 120.0
LIFE_SECONDS = 1800


def processes() -> int:
    """How many processes there are."""
    return sum(entry.name.isdigit() for entry in PROC.iterdir())


@contextmanager
def crowd_up_to(bench: Bench, total: int) -> Iterator[int]:
    """Adds sleepers until there are so many processes; yields how many there are."""
    with bench.scene():
        missing = total - processes()
        if missing > 1:
            forker = start_worker(bench, "crowd", life_seconds=LIFE_SECONDS, count=missing - 1)
            wait_until(
                lambda: forker.tally.read() >= missing - 1,
                f"{missing} idle processes",
                READY_LIMIT_SECONDS,
            )
        yield processes()

"""A cache that holds much memory and does not grow."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import resident_bytes
from benchmarks.host.volumes import MEGABYTE
from benchmarks.host.workers import start_worker

MEGABYTES = 800


def _make(bench: Bench) -> Scene:
    cache = start_worker(bench, "touch_memory", megabytes=MEGABYTES, rest_seconds=2.0)
    return Scene(
        signals=(
            Signal(
                name="RSS, MB",
                read=lambda: resident_bytes(cache.pid) / MEGABYTE,
                measure="level",
                least=MEGABYTES,
            ),
        )
    )


memory_cache = Case(name="memory-cache", tells="A cache holds 800 MB and stays at it.", make=_make)

"""A process whose memory grows and falls again, as a garbage collector's does."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import resident_bytes
from benchmarks.host.volumes import MEGABYTE
from benchmarks.host.workers import start_worker

MEGABYTES_PER_SECOND = 60
MOST_MEGABYTES = 240


def _make(bench: Bench) -> Scene:
    service = start_worker(
        bench,
        "saw_memory",
        megabytes_per_second=MEGABYTES_PER_SECOND,
        most_megabytes=MOST_MEGABYTES,
    )
    return Scene(
        signals=(
            Signal(
                name="RSS, MB",
                read=lambda: resident_bytes(service.pid) / MEGABYTE,
                measure="level",
                most=1.2 * MOST_MEGABYTES,
            ),
        )
    )


garbage_collection = Case(
    name="garbage-collection",
    tells="Memory of a process grows for four seconds, is collected, and grows again.",
    make=_make,
)

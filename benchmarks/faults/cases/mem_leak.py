"""A process that grows 40 MB a second."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import resident_bytes
from benchmarks.host.volumes import MEGABYTE
from benchmarks.host.workers import start_worker
from benchmarks.known import known_worker
from benchmarks.truth import Truth

MOST_MEGABYTES = 2500
STEADY_MEGABYTES = 300


def _make(bench: Bench) -> Scene:
    # Large and harmless: whoever goes by size alone blames this one.
    steady = start_worker(bench, "rest", megabytes=STEADY_MEGABYTES)
    leaking = start_worker(
        bench, "grow_memory", megabytes_per_second=40, most_megabytes=MOST_MEGABYTES
    )
    return Scene(
        signals=(
            Signal(
                name="RSS growth, MB a second",
                read=lambda: resident_bytes(leaking.pid) / MEGABYTE,
                measure="rate",
                least=25,
            ),
        ),
        truth=Truth(
            resources=("memory",),
            aspects=("utilization", "capacity"),
            culprit=known_worker(leaking),
            bystanders=known_worker(steady),
            signal=(r"rss|resident", r"grow", r"leak"),
        ),
    )


mem_leak = Case(name="mem-leak", tells="One process grows about 40 MB a second.", make=_make)

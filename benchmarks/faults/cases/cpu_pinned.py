"""Six busy loops pinned to one CPU while another is free."""

import os

from benchmarks.contract import Case, Scene, Signal
from benchmarks.errors import Unfit
from benchmarks.host.bench import Bench
from benchmarks.host.counters import cpu_time_seconds, process_cpu_seconds
from benchmarks.host.groups import make_group
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker
from benchmarks.known import known_worker
from benchmarks.truth import Truth

LOOPS = 6
BUSY_COLUMNS = ("user", "nice", "system")


def _make(bench: Bench) -> Scene:
    if len(os.sched_getaffinity(0)) < 2:
        raise Unfit("cpu-pinned needs two CPUs: one to crowd and one that stays free.")
    cpu = max(os.sched_getaffinity(0))
    group, name = make_group(bench, "cpu"), bench.name()
    place = Place(groups=group.paths, cpus=frozenset({cpu}))
    loops = [start_worker(bench, "busy", name=name, place=place) for _ in range(LOOPS)]
    pids = [loop.pid for loop in loops]
    return Scene(
        signals=(
            Signal(
                name=f"cpu{cpu} busy, CPUs",
                read=lambda: cpu_time_seconds(f"cpu{cpu}", *BUSY_COLUMNS),
                measure="rate",
                least=0.85,
            ),
            Signal(
                name="CPU of the loops, CPUs",
                read=lambda: process_cpu_seconds(pids),
                measure="rate",
                least=0.4,
                most=1.1,
            ),
        ),
        truth=Truth(
            resources=("cpu",),
            aspects=("saturation",),
            culprit=known_worker(*loops),
            signal=(rf"cpu{cpu}\b|CPU {cpu}\b", r"affinity", r"pinned", r"single_cpu"),
        ),
    )


cpu_pinned = Case(
    name="cpu-pinned",
    tells="Six processes are pinned to one CPU while another is free.",
    make=_make,
    controllers=("cpu",),
)

"""One busy loop more than there are CPUs."""

import os

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import pressure_seconds, process_cpu_seconds
from benchmarks.host.groups import make_group
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker
from benchmarks.known import known_worker
from benchmarks.truth import Truth


def _make(bench: Bench) -> Scene:
    cpus = os.cpu_count() or 1
    group, name = make_group(bench, "cpu"), bench.name()
    loops = [
        start_worker(bench, "busy", name=name, place=Place(groups=group.paths))
        for _ in range(cpus + 1)
    ]
    pids = [loop.pid for loop in loops]
    return Scene(
        signals=(
            Signal(
                name="CPU of the loops, CPUs",
                read=lambda: process_cpu_seconds(pids),
                measure="rate",
                least=0.4 * cpus,
            ),
            Signal(
                name="psi.cpu.some",
                read=lambda: pressure_seconds("cpu"),
                measure="rate",
                least=0.2,
            ),
        ),
        truth=Truth(
            resources=("cpu",),
            aspects=("saturation", "utilization"),
            culprit=known_worker(*loops),
            signal=(r"cpu", r"pressure", r"run_delay"),
            noise_is_right=True,
        ),
    )


cpu_hog = Case(
    name="cpu-hog",
    tells="Busy loops, one more than there are CPUs, share the CPUs.",
    make=_make,
    controllers=("cpu",),
)

"""A compile at the lowest priority on all CPUs."""

import os

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import process_cpu_seconds
from benchmarks.host.groups import make_group
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker


def _make(bench: Bench) -> Scene:
    cpus = os.cpu_count() or 1
    place = Place(groups=make_group(bench, "cpu").paths, nice=19)
    jobs = [start_worker(bench, "busy", place=place) for _ in range(cpus)]
    pids = [job.pid for job in jobs]
    return Scene(
        signals=(
            Signal(
                name="CPU of the jobs, CPUs",
                read=lambda: process_cpu_seconds(pids),
                measure="rate",
                least=0.7 * cpus,
            ),
        )
    )


niced_compile = Case(
    name="niced-compile",
    tells="A niced compile uses what CPU time is left over.",
    make=_make,
    controllers=("cpu",),
)

"""One process computes on one CPU; another CPU is free for everybody else."""

import os

from benchmarks.contract import Case, Scene, Signal
from benchmarks.errors import Unfit
from benchmarks.host.bench import Bench
from benchmarks.host.counters import process_cpu_seconds
from benchmarks.host.workers import start_worker


def _make(bench: Bench) -> Scene:
    if (os.cpu_count() or 1) < 2:
        raise Unfit("one-busy-cpu needs two CPUs: on a single one it would be a fault.")
    job = start_worker(bench, "busy")
    return Scene(
        signals=(
            Signal(
                name="CPU of the job, CPUs",
                read=lambda: process_cpu_seconds([job.pid]),
                measure="rate",
                least=0.7,
            ),
        )
    )


one_busy_cpu = Case(
    name="one-busy-cpu", tells="A batch job computes on one CPU, the other is free.", make=_make
)

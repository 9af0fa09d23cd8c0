"""A compiler that takes 400 MB, ends, and is followed by the next."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import process_cpu_seconds
from benchmarks.host.workers import start_worker


def _make(bench: Bench) -> Scene:
    compiler = start_worker(
        bench,
        "saw_memory",
        megabytes_per_second=80,
        most_megabytes=400,
        rest_seconds=1.0,
        busy=True,
    )
    return Scene(
        signals=(
            Signal(
                name="CPU of the compiler, CPUs",
                read=lambda: process_cpu_seconds([compiler.pid]),
                measure="rate",
                least=0.5,
            ),
        )
    )


growing_compile = Case(
    name="growing-compile",
    tells="A compile computes on one CPU and grows to 400 MB in five seconds, then ends.",
    make=_make,
)

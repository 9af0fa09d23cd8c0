"""Short bursts of computing, below one CPU on the whole."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import process_cpu_seconds
from benchmarks.host.workers import start_worker


def _make(bench: Bench) -> Scene:
    service = start_worker(bench, "busy_by_turns", busy_seconds=0.6, rest_seconds=0.6)
    return Scene(
        signals=(
            Signal(
                name="CPU of the service, CPUs",
                read=lambda: process_cpu_seconds([service.pid]),
                measure="rate",
                least=0.3,
                most=0.7,
            ),
        )
    )


short_bursts = Case(
    name="short-bursts", tells="A service computes for 0.6 s in every 1.2 s.", make=_make
)

"""A service that uses four fifths of its quota and is never held back."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import process_cpu_seconds
from benchmarks.host.groups import make_group
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker

QUOTA_MICROSECONDS = 50_000
BUSY_SECONDS = 0.004
REST_SECONDS = 0.006


def _make(bench: Bench) -> Scene:
    group = make_group(bench, "cpu")
    group.limit_cpu(QUOTA_MICROSECONDS)
    service = start_worker(
        bench,
        "busy_by_turns",
        place=Place(groups=group.paths),
        busy_seconds=BUSY_SECONDS,
        rest_seconds=REST_SECONDS,
    )
    return Scene(
        signals=(
            Signal(
                name="CPU of the service, CPUs",
                read=lambda: process_cpu_seconds([service.pid]),
                measure="rate",
                least=0.33,
            ),
            Signal(name="nr_throttled a second", read=group.throttled, measure="rate", most=0.2),
        )
    )


quota_unthrottled = Case(
    name="quota-unthrottled",
    tells="A service uses 80 % of its CPU quota without being throttled.",
    make=_make,
    controllers=("cpu",),
)

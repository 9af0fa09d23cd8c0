"""A process that wakes up a thousand times a second."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import switches
from benchmarks.host.workers import start_worker

WAKE_UPS_PER_SECOND = 2000


def _make(bench: Bench) -> Scene:
    process = start_worker(bench, "timers", per_second=WAKE_UPS_PER_SECOND)
    return Scene(
        signals=(
            Signal(
                name="context switches of the process a second",
                read=lambda: switches(process.pid),
                measure="rate",
                least=500,
            ),
        )
    )


many_timers = Case(
    name="many-timers", tells="A process wakes up some thousand times a second.", make=_make
)

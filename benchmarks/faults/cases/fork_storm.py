"""A parent forks and reaps children as fast as it can."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import stat_value
from benchmarks.host.workers import start_worker
from benchmarks.known import known_worker
from benchmarks.truth import Truth


def _make(bench: Bench) -> Scene:
    parent = start_worker(bench, "fork_and_wait")
    return Scene(
        signals=(
            Signal(
                name="forks a second",
                read=lambda: stat_value("processes"),
                measure="rate",
                least=150,
            ),
        ),
        truth=Truth(
            resources=("tasks", "cpu", "process"),
            aspects=("errors", "saturation", "utilization", "cost"),
            culprit=known_worker(parent),
            signal=(r"fork", r"short-lived", r"processes"),
        ),
    )


fork_storm = Case(
    name="fork-storm",
    tells="A parent forks and reaps hundreds of children a second; none lives long enough for top.",
    make=_make,
)

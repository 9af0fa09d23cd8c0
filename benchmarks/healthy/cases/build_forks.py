"""A build that starts about twenty short programs a second."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import stat_value
from benchmarks.host.workers import start_worker

FORKS_PER_SECOND = 20


def _make(bench: Bench) -> Scene:
    start_worker(bench, "fork_and_wait", per_second=FORKS_PER_SECOND, command="/bin/true")
    return Scene(
        signals=(
            Signal(
                name="forks a second",
                read=lambda: stat_value("processes"),
                measure="rate",
                least=15,
                most=90,
            ),
        )
    )


build_forks = Case(
    name="build-forks", tells="A build starts 20 short programs a second.", make=_make
)

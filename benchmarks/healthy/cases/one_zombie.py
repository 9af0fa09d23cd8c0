"""One child that was not waited for."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import zombies_of
from benchmarks.host.workers import start_worker


def _make(bench: Bench) -> Scene:
    parent = start_worker(bench, "leave_zombies", count=1)
    return Scene(
        signals=(
            Signal(
                name="zombies",
                read=lambda: zombies_of(parent.pid),
                measure="level",
                least=1,
                most=1,
            ),
        )
    )


one_zombie = Case(name="one-zombie", tells="One zombie.", make=_make)

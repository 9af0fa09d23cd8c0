"""A parent that does not reap its children."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import children, zombies_of
from benchmarks.host.waiting import wait_until
from benchmarks.host.workers import start_worker
from benchmarks.known import known_worker
from benchmarks.truth import Truth, who

COUNT = 150


def _make(bench: Bench) -> Scene:
    parent = start_worker(bench, "leave_zombies", count=COUNT)
    wait_until(lambda: zombies_of(parent.pid) >= COUNT, f"{COUNT} zombies of {parent.name}")
    return Scene(
        signals=(
            Signal(
                name="zombies",
                read=lambda: zombies_of(parent.pid),
                measure="level",
                least=COUNT,
            ),
        ),
        truth=Truth(
            resources=("tasks", "process"),
            aspects=("errors",),
            culprit=known_worker(parent),
            # The dead bear their parent's name: only the pid tells them apart.
            victims=who(pids=children(parent.pid)),
            signal=(r"zombie", r"procs\.Z", r"reap|not waited"),
        ),
    )


zombies = Case(name="zombies", tells="A parent does not reap its 150 children.", make=_make)

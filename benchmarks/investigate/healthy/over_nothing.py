"""Twin of over-oom and over-spike: the same services in the same groups, and nothing happened."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.groups import make_group
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker
from benchmarks.investigate.cases.over_oom import LIMIT_BYTES


def _make(bench: Bench) -> Scene:
    small = make_group(bench, "memory")
    small.limit_memory(LIMIT_BYTES)
    start_worker(bench, "rest", place=Place(groups=small.paths), megabytes=10)
    batch = make_group(bench, "cpu", "cpuacct")
    start_worker(bench, "rest", place=Place(groups=batch.paths), megabytes=10)
    return Scene(
        signals=(Signal(name="kills of the group", read=small.oom_kills, measure="level", most=0),)
    )


over_nothing = Case(
    name="over-nothing",
    tells="Two services rest in their groups, and nothing has happened before.",
    make=_make,
    controllers=("cpu", "cpuacct", "memory"),
)

"""A storm on the CPUs that lasted 20 s and ended 5 s before the look."""

import os

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import process_fields
from benchmarks.host.groups import make_group
from benchmarks.host.place import Place
from benchmarks.host.waiting import wait_until
from benchmarks.host.workers import start_worker
from benchmarks.known import known_worker
from benchmarks.truth import Truth

STORM_SECONDS = 20.0
SINCE_SECONDS = 5.0
LOOPS_PER_CPU = 4
PATIENCE_SECONDS = 30.0


def _make(bench: Bench) -> Scene:
    loops = LOOPS_PER_CPU * (os.cpu_count() or 1)
    group = make_group(bench, "cpu", "cpuacct")
    batch = start_worker(
        bench, "storm", place=Place(groups=group.paths), children=loops, seconds=STORM_SECONDS
    )
    wait_until(lambda: batch.tally.read() == loops, "the storm to end", PATIENCE_SECONDS)

    def used_seconds() -> float:
        fields = process_fields(batch.pid)
        return sum(int(ticks) for ticks in fields[11:15]) / os.sysconf("SC_CLK_TCK")

    return Scene(
        signals=(
            Signal(name="CPU of the storm", read=used_seconds, measure="level", least=15),
            Signal(name="CPU in the look", read=used_seconds, measure="growth", most=0.1),
        ),
        truth=Truth(
            resources=("cpu",),
            aspects=("saturation", "utilization"),
            culprit=known_worker(batch),
            signal=(r"pressure|waited|CPU",),
            past=True,
        ),
    )


over_spike = Case(
    name="over-spike",
    tells="A storm of busy loops lasted 20 s and ended 5 s before the look.",
    make=_make,
    controllers=("cpu", "cpuacct"),
    warm_seconds=SINCE_SECONDS,
)

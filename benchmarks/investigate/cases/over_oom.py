"""A process killed by its group's memory limit 20 s before the look; it runs again since."""

import os
import signal

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import process_fields, resident_bytes, vmstat_value
from benchmarks.host.groups import make_group
from benchmarks.host.place import Place
from benchmarks.host.waiting import wait_until
from benchmarks.host.workers import start_worker
from benchmarks.truth import Truth, who

LIMIT_BYTES = 64 << 20
BEFORE_SECONDS = 20.0


def _make(bench: Bench) -> Scene:
    group = make_group(bench, "memory")
    group.limit_memory(LIMIT_BYTES)
    place, name = Place(groups=group.paths), bench.name()
    killed = start_worker(
        bench,
        "grow_memory",
        name=name,
        place=place,
        megabytes_per_second=200,
        most_megabytes=400,
        on_signal=True,
    )
    wait_until(lambda: killed.tally.read() > 0, "a worker to wait for its signal")
    os.kill(killed.pid, signal.SIGUSR1)
    wait_until(lambda: not process_fields(killed.pid), "the kernel to kill a worker")
    # what has been started in its place, as a supervisor does
    again = start_worker(bench, "rest", name=name, place=place, megabytes=10)
    return Scene(
        signals=(
            Signal(name="kills of the group", read=group.oom_kills, measure="level", least=1),
            Signal(
                name="vmstat.oom_kill in the look",
                read=lambda: vmstat_value("oom_kill"),
                measure="growth",
                most=0,
            ),
            Signal(
                name="memory of the new one, MB",
                read=lambda: resident_bytes(again.pid) / 1e6,
                measure="level",
                most=60,
            ),
        ),
        truth=Truth(
            resources=("memory",),
            aspects=("errors",),
            culprit=who(pids=[killed.pid, again.pid], texts=[name, group.name]),
            signal=(r"oom", r"out of memory", r"killed", r"failcnt"),
            past=True,
        ),
    )


over_oom = Case(
    name="over-oom",
    tells="A process was killed by its memory limit 20 s before the look.",
    make=_make,
    controllers=("memory",),
    warm_seconds=BEFORE_SECONDS,
)

"""A process killed by the memory limit of its cgroup, five seconds into the look."""

import os
import signal

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import vmstat_value
from benchmarks.host.groups import make_group
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker
from benchmarks.known import known_worker
from benchmarks.truth import Truth, together, who

LIMIT_BYTES = 64 << 20


def _make(bench: Bench) -> Scene:
    group = make_group(bench, "memory")
    group.limit_memory(LIMIT_BYTES)
    service = start_worker(
        bench,
        "grow_memory",
        place=Place(groups=group.paths),
        megabytes_per_second=200,
        most_megabytes=400,
        on_signal=True,
    )
    steady = start_worker(bench, "rest", megabytes=200)
    return Scene(
        signals=(
            Signal(
                name="vmstat.oom_kill",
                read=lambda: vmstat_value("oom_kill"),
                measure="growth",
                least=1,
            ),
            Signal(name="cgroup oom_kill", read=group.oom_kills, measure="growth", least=1),
        ),
        truth=Truth(
            resources=("memory",),
            aspects=("errors",),
            culprit=together(known_worker(service), who(texts=[group.name])),
            bystanders=known_worker(steady),
            signal=(r"oom", r"out of memory", r"killed", r"failcnt"),
        ),
        event=lambda: os.kill(service.pid, signal.SIGUSR1),
    )


oom_cgroup = Case(
    name="oom-cgroup",
    tells="A process is killed by its memory limit of 64 MB.",
    make=_make,
    controllers=("memory",),
)

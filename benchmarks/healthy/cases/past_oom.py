"""A process was killed for memory before the look; nothing is wrong since."""

import os
import signal

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import process_fields, vmstat_value
from benchmarks.host.groups import make_group
from benchmarks.host.place import Place
from benchmarks.host.waiting import wait_until
from benchmarks.host.workers import start_worker

LIMIT_BYTES = 64 << 20
WARM_SECONDS = 20.0


def _make(bench: Bench) -> Scene:
    # A real kill with its real lines in the kernel log: a line made by hand would not be honest,
    # and the kernel marks it as coming from a user.
    with bench.scene():
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
        wait_until(lambda: service.tally.read() > 0, "a worker to wait for its signal")
        os.kill(service.pid, signal.SIGUSR1)
        wait_until(lambda: not process_fields(service.pid), "the kernel to kill a worker")
    return Scene(
        signals=(
            Signal(
                name="vmstat.oom_kill in the look",
                read=lambda: vmstat_value("oom_kill"),
                measure="growth",
                most=0,
            ),
        )
    )


past_oom = Case(
    name="past-oom",
    tells="The kernel log tells of a kill for memory, 20 s before the look.",
    make=_make,
    controllers=("memory",),
    warm_seconds=WARM_SECONDS,
)

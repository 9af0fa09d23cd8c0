"""A container runtime that runs from a copy of itself in memory."""

import os
import shutil

from benchmarks.contract import Case, Scene, Signal
from benchmarks.errors import Unfit
from benchmarks.host.bench import Bench
from benchmarks.host.waiting import wait_until
from benchmarks.host.workers import start_worker

LABEL = "runc_cloned:/proc/self/exe"


def _make(bench: Bench) -> Scene:
    sleep = shutil.which("sleep")
    if sleep is None:
        raise Unfit("memfd-runtime runs a copy of the program 'sleep'; install coreutils.")
    name = bench.name()
    runtime = start_worker(
        bench, "from_memory", name=name, executable=sleep, label=LABEL, shown_name=name
    )

    def runs_from_memory() -> bool:
        return os.readlink(f"/proc/{runtime.pid}/exe").startswith("/memfd:")

    wait_until(runs_from_memory, f"{name} to run from memory")
    return Scene(
        signals=(
            Signal(
                name="program in memory",
                read=lambda: float(runs_from_memory()),
                measure="level",
                least=1,
            ),
        )
    )


memfd_runtime = Case(
    name="memfd-runtime",
    tells="A container runtime runs from a sealed copy of itself in memory.",
    make=_make,
)

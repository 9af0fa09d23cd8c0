"""A busy process whose program file was deleted."""

import os
import shutil

from benchmarks.contract import Case, Scene, Signal
from benchmarks.errors import Unfit
from benchmarks.host.bench import Bench
from benchmarks.host.counters import process_cpu_seconds
from benchmarks.host.workers import start_program
from benchmarks.known import known_worker
from benchmarks.truth import Truth, together, who


def _make(bench: Bench) -> Scene:
    original = shutil.which("yes")
    if original is None:
        raise Unfit("deleted-exe copies the program 'yes'; install coreutils.")
    name = bench.name()
    copy = bench.new_folder() / name
    shutil.copy(original, copy)
    process = start_program(bench, copy, name=name)
    copy.unlink()
    return Scene(
        signals=(
            Signal(
                name="program file deleted",
                read=lambda: float(_program(process.pid).endswith(" (deleted)")),
                measure="level",
                least=1,
            ),
            Signal(
                name="CPU of the process, CPUs",
                read=lambda: process_cpu_seconds([process.pid]),
                measure="rate",
                least=0.2,
            ),
        ),
        truth=Truth(
            resources=("security",),
            aspects=("security",),
            culprit=together(known_worker(process), who(texts=[str(copy)])),
            signal=(r"deleted|unlinked|no longer exists|gone",),
        ),
    )


def _program(pid: int) -> str:
    return os.readlink(f"/proc/{pid}/exe")


deleted_exe = Case(
    name="deleted-exe",
    tells="A busy process runs a program file that was deleted.",
    make=_make,
)

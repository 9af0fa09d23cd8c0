"""A daemon that still runs its old program after an upgrade."""

import os
import shutil

from benchmarks.contract import Case, Scene, Signal
from benchmarks.errors import Unfit
from benchmarks.host.bench import Bench
from benchmarks.host.workers import start_program

LIFE_SECONDS = "300"


def _make(bench: Bench) -> Scene:
    original = shutil.which("sleep")
    if original is None:
        raise Unfit("upgraded-daemon copies the program 'sleep'; install coreutils.")
    name = bench.name()
    program = bench.new_folder() / name
    shutil.copy(original, program)
    daemon = start_program(bench, program, LIFE_SECONDS, name=name)
    # As a package manager does it: the new file takes the place of the old one.
    newer = program.with_suffix(".new")
    shutil.copy(original, newer)
    newer.rename(program)
    return Scene(
        signals=(
            Signal(
                name="old program gone, new one there",
                read=lambda: float(
                    os.readlink(f"/proc/{daemon.pid}/exe").endswith(" (deleted)")
                    and program.exists()
                ),
                measure="level",
                least=1,
            ),
        )
    )


upgraded_daemon = Case(
    name="upgraded-daemon",
    tells="A daemon's program was replaced by an upgrade; the daemon was not restarted.",
    make=_make,
)

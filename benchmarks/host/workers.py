"""Starts workers under neutral names, and hears what they count."""

import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from benchmarks.errors import Unready
from benchmarks.host.bench import Bench
from benchmarks.host.groups import pids_group
from benchmarks.host.launch import Launch, launch
from benchmarks.host.place import Place
from benchmarks.host.waiting import wait_until

PROGRAMS = Path(__file__).resolve().parents[1] / "workers"
LIFE_SECONDS = 300
_READ_BYTES = 1 << 16
_PATH = "/usr/sbin:/usr/bin:/sbin:/bin"
_COMM_CHARACTERS = 15

# The program comes through standard input, so that neither the command line nor an open file of
# the process says what it is. The alarm ends a worker that everybody has forgotten.
_OPENING = """\
import os, signal
open("/proc/self/comm", "w").write({name!r})
signal.alarm({life_seconds})
"""
_CLOSING = """
import json
os.close(0)
os.open(os.devnull, os.O_RDONLY)
main(**json.loads({parameters!r}))
"""


@dataclass(slots=True)
class Tally:
    """Counts what a worker reports, one byte for each event."""

    stream: int
    total: int = 0

    def read(self) -> float:
        """All events so far."""
        with suppress(BlockingIOError):
            while chunk := os.read(self.stream, _READ_BYTES):
                self.total += len(chunk)
        return float(self.total)


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """A running worker."""

    name: str
    pid: int
    group: str
    tally: Tally
    complaints: Path = field(repr=False)

    def complaint(self) -> str:
        """The end of what it wrote to standard error."""
        with suppress(OSError):
            return self.complaints.read_text(encoding="utf-8", errors="replace")[-400:].strip()
        return ""


def start_worker(
    bench: Bench,
    program: str,
    *,
    name: str = "",
    place: Place | None = None,
    life_seconds: int = LIFE_SECONDS,
    **parameters: object,
) -> Worker:
    """Runs `benchmarks/workers/PROGRAM.py` with these parameters, under a neutral name."""
    name = name or bench.name()
    source = (
        _OPENING.format(name=name, life_seconds=life_seconds)
        + (PROGRAMS / f"{program}.py").read_text(encoding="utf-8")
        + _CLOSING.format(parameters=json.dumps(parameters))
    )
    complaints = bench.folder / f"{name}.err"
    program_end, counting, counted = _pipe_with(source), *_counting_pipe()
    bench.streams.append(counting)
    stderr = os.open(complaints, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    plan = Launch(
        executable=Path(os.path.realpath(sys.executable)),
        arguments=[name],
        environment={"PATH": _PATH, "PYTHONHOME": sys.base_prefix},
        place=_with_group(bench, place),
        stdin=program_end,
        stdout=counted,
        stderr=stderr,
    )
    try:
        return _start(plan, Tally(counting), complaints)
    finally:
        for stream in (program_end, counted, stderr):
            os.close(stream)


def start_program(
    bench: Bench, executable: Path, *arguments: str, name: str = "", place: Place | None = None
) -> Worker:
    """Runs a program file; the first argument it sees is its neutral name, its output is lost."""
    name = name or bench.name()
    nothing = os.open(os.devnull, os.O_RDWR)
    plan = Launch(
        executable=executable,
        arguments=[name, *arguments],
        environment={"PATH": _PATH},
        place=_with_group(bench, place),
        stdin=nothing,
        stdout=nothing,
        stderr=nothing,
    )
    try:
        silent = os.dup(nothing)
        bench.streams.append(silent)
        return _start(plan, Tally(silent), Path(os.devnull))
    finally:
        os.close(nothing)


def _pipe_with(source: str) -> int:
    """The reading end of a pipe that holds the program."""
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    program = source.encode()
    written = os.write(writing, program)
    os.close(writing)
    if written != len(program):
        raise Unready("The program of a worker is longer than a pipe holds.")
    return reading


def _counting_pipe() -> tuple[int, int]:
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    return reading, writing


def _start(plan: Launch, tally: Tally, complaints: Path) -> Worker:
    name = plan.arguments[0]
    worker = Worker(
        name=name,
        pid=launch(plan),
        group=plan.place.groups[0].name,
        tally=tally,
        complaints=complaints,
    )
    wait_until(lambda: _bears_name(worker), f"{name} to take its name")
    return worker


def _with_group(bench: Bench, place: Place | None) -> Place:
    place = place or Place()
    return place if place.groups else replace(place, groups=pids_group(bench).paths)


def _bears_name(worker: Worker) -> bool:
    with suppress(OSError):
        comm = Path(f"/proc/{worker.pid}/comm").read_text(encoding="utf-8")
        return comm.strip() == worker.name[:_COMM_CHARACTERS]
    raise Unready(f"{worker.name} ended at once: {worker.complaint() or 'it said nothing'}")

"""Calls the program under test as a user would, and measures what it costs."""

import os
import resource
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.errors import Unfit
from benchmarks.host.bench import ROOT
from benchmarks.host.place import end_with_parent

DEFAULT_COMMAND = "python -m hexascope examine --window {window} --format json --no-keep"
DEEP_COMMAND = f"{DEFAULT_COMMAND} --deep"
KEEPS_NOTHING = "--no-keep"
POLL_SECONDS = 0.05
BEYOND_WINDOW_LIMIT_SECONDS = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What the program printed, and what it cost with all its children."""

    output: str
    complaint: str
    status: int
    wall_seconds: float
    cpu_seconds: float
    resident_bytes: int


def command_line(template: str, window_seconds: float, *, keeps: bool = False) -> list[str]:
    """The words of the command; 'python' is the interpreter that runs the bench.

    One that is to keep its evidence is called without the word that forbids it.
    """
    words = [word.format(window=f"{window_seconds:g}s") for word in shlex.split(template)]
    words = [word for word in words if not (keeps and word == KEEPS_NOTHING)]
    return [sys.executable if word == "python" else word for word in words]


def run_measured(
    arguments: Sequence[str],
    *,
    limit_seconds: float,
    event: Callable[[], None] | None = None,
    event_after_seconds: float = 0.0,
    state: Path | None = None,
) -> Ran:
    """Runs it to its end; the event happens once, so many seconds after the start."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as complaints:
        began = time.monotonic()
        process = _start(arguments, output.fileno(), complaints.fileno(), state)
        polled = Peak(process.pid)
        try:
            status, usage = _wait(polled, began, limit_seconds, event, event_after_seconds)
        except BaseException:
            process.kill()
            process.wait()
            raise
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - began
        output.seek(0)
        complaints.seek(0)
        return Ran(
            output=output.read().decode(errors="replace"),
            complaint=complaints.read().decode(errors="replace"),
            status=process.returncode,
            wall_seconds=wall,
            cpu_seconds=usage.ru_utime + usage.ru_stime,
            resident_bytes=_peak(usage, polled),
        )


def _start(
    arguments: Sequence[str], output: int, complaints: int, state: Path | None
) -> subprocess.Popen[bytes]:
    sources = os.pathsep.join(filter(None, [str(ROOT / "src"), os.environ.get("PYTHONPATH")]))
    environment = os.environ | {"PYTHONPATH": sources}
    # users have Python's compiled files after the first run; without them each run compiles anew
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if state is not None:
        environment["XDG_STATE_HOME"] = str(state)
    try:
        return subprocess.Popen(
            list(arguments),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=complaints,
            cwd=ROOT,
            env=environment,
            preexec_fn=end_with_parent,
        )
    except FileNotFoundError as missing:
        raise Unfit(f"There is no program '{arguments[0]}'; see --command.") from missing


@dataclass(slots=True)
class Peak:
    """The most memory that a process was seen to hold."""

    pid: int
    kibibytes: int = 0

    def look(self) -> None:
        """Reads the kernel's own high-water mark; the last look before the end counts."""
        with suppress(OSError, IndexError, ValueError):
            status = Path(f"/proc/{self.pid}/status").read_text(encoding="utf-8")
            self.kibibytes = max(self.kibibytes, int(status.split("VmHWM:")[1].split()[0]))


def _peak(usage: resource.struct_rusage, polled: Peak) -> int:
    # A process inherits the mark of the bench that it was forked from: below that mark only
    # what was polled tells anything.
    floor = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return 1024 * (usage.ru_maxrss if usage.ru_maxrss > floor else polled.kibibytes)


def _wait(
    polled: Peak,
    began: float,
    limit_seconds: float,
    event: Callable[[], None] | None,
    event_after_seconds: float,
) -> tuple[int, resource.struct_rusage]:
    # wait4 and not RUSAGE_CHILDREN: the latter adds up everything the bench has ever waited for.
    killed = False
    while True:
        polled.look()
        ended, status, usage = os.wait4(polled.pid, os.WNOHANG)
        if ended:
            return status, usage
        past = time.monotonic() - began
        if event is not None and past >= event_after_seconds:
            event()
            event = None
        if past > limit_seconds and not killed:
            os.kill(polled.pid, signal.SIGKILL)
            killed = True
        time.sleep(POLL_SECONDS)

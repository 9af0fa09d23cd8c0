"""Shares of a target's time by state: ours beside bpftrace's, of the same run."""

import argparse
import json
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.errors import BenchError, Unfit

DEFAULT_COMMAND = "hexascope examine --no-keep"
TRACER = Path(__file__).with_name("thread_states.bt")
IN_PRIVATE = (
    "test -e /sys/kernel/tracing/events || mount -t debugfs debugfs /sys/kernel/debug;"
    f" exec bpftrace {TRACER}"
)
"""The kernel's tracing is mounted for bpftrace alone, where it is not."""

STARTS_SECONDS = 30.0
WARM_SECONDS = 1.0
SPARE_SECONDS = 60.0
MOST_POINTS = 5.0
"""Percentage points that our share may be off."""

TASK_INTERRUPTIBLE = "1"
READY = "ready"
CPU = "cpu"
SLEEPS = frozenset(("35", "230", "61", "247"))
"""nanosleep, clock_nanosleep, wait4, waitid on x86-64."""

FUTEX, FSYNC = "202", "74"
GROUPS: Mapping[str, tuple[str, ...]] = {
    "on CPU": ("on_cpu",),
    "waits for a CPU": ("runnable", "throttled"),
    "disk, file system": ("disk", "filesystem"),
    "lock": ("lock",),
    "another process": ("process", "network"),
    "sleeps": ("sleeping",),
    "else": ("unknown", "swapping"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One state: ours and bpftrace's share of all threads' time, 0 to 1."""

    state: str
    ours: float
    theirs: float

    @property
    def points(self) -> float:
        """By how many percentage points ours is off."""
        return (self.ours - self.theirs) * 100


def add_options(parser: argparse.ArgumentParser) -> None:
    """Take the command to run, for how long, and how often."""
    parser.add_argument("--command", default=DEFAULT_COMMAND, help=f"default: {DEFAULT_COMMAND}")
    parser.add_argument("--window", type=float, default=5.0, help="seconds of one look: 5")
    parser.add_argument("--runs", type=int, default=3, help="how often: 3")
    parser.set_defaults(do=run)


def run(options: argparse.Namespace) -> int:
    """Print a table of each run; 1: a share was off by more than MOST_POINTS."""
    worst = 0.0
    for _ in range(options.runs):
        rows = compare(shlex.split(options.command), options.window)
        print(table(rows) + "\n", flush=True)
        worst = max(worst, *(abs(row.points) for row in rows))
    print(f"At most {worst:.1f} points off; {MOST_POINTS:g} are allowed.")
    return int(worst > MOST_POINTS)


def compare(command: Sequence[str], window_seconds: float) -> list[Compared]:
    """Watch one workload with both at once."""
    if shutil.which("bpftrace") is None:
        raise Unfit("this needs bpftrace, and root")
    with tempfile.TemporaryDirectory(prefix="hexascope-states-") as folder:
        work = _workload(folder, window_seconds + STARTS_SECONDS + SPARE_SECONDS)
        try:
            time.sleep(WARM_SECONDS)
            tracer = _tracer(folder)
            ours = _examined(command, work.pid, window_seconds)
            theirs = _traced(tracer, folder)
        finally:
            work.kill()
            work.wait()
    return compared(ours, theirs)


def compared(ours: Mapping[str, float], theirs: Mapping[str, float]) -> list[Compared]:
    """Put the shares of both side by side."""
    total = sum(theirs.values())
    if total <= 0:
        raise BenchError("bpftrace has counted nothing")
    return [
        Compared(
            state=name,
            ours=sum(ours.get(state, 0.0) for state in states),
            theirs=theirs.get(name, 0.0) / total,
        )
        for name, states in GROUPS.items()
    ]


def table(rows: list[Compared]) -> str:
    """Write the comparison as a Markdown table."""
    lines = ["| state | hexascope | bpftrace | off by |", "|---|---|---|---|"]
    lines += [
        f"| {row.state} | {row.ours:.1%} | {row.theirs:.1%} | {row.points:+.1f} points |"
        for row in rows
    ]
    return "\n".join(lines)


def _workload(folder: str, seconds: float) -> "subprocess.Popen[bytes]":
    code = f"from benchmarks.workers.many_states import main; main({folder!r}, {seconds})"
    return subprocess.Popen([sys.executable, "-c", code])


def _tracer(folder: str) -> "subprocess.Popen[bytes]":
    """Begin bpftrace and wait until it says that it counts."""
    out = Path(folder, "traced")
    with out.open("wb") as stream:
        tracer = subprocess.Popen(["unshare", "-m", "sh", "-c", IN_PRIVATE], stdout=stream)
    end = time.monotonic() + STARTS_SECONDS
    while "counting" not in out.read_text(errors="replace"):
        if tracer.poll() is not None or time.monotonic() > end:
            tracer.kill()
            raise Unfit("bpftrace does not count here")
        time.sleep(0.1)
    return tracer


def _traced(tracer: "subprocess.Popen[bytes]", folder: str) -> dict[str, float]:
    tracer.send_signal(signal.SIGINT)
    tracer.wait(STARTS_SECONDS)
    return by_state(Path(folder, "traced").read_text(errors="replace"))


def by_state(text: str) -> dict[str, float]:
    """Read lines such as `@spent[1, 202]: 1234`: state and system call, nanoseconds."""
    found: dict[str, float] = {}
    for line in text.splitlines():
        if line.startswith("@spent["):
            key, _, value = line.removeprefix("@spent[").partition("]: ")
            kind, _, call = key.partition(", ")
            name = _state(kind, call)
            found[name] = found.get(name, 0.0) + float(value)
    return found


def _state(kind: str, call: str) -> str:
    """Name a state: 1000 is on a CPU and 1001 ready to run, else it is the kernel's state."""
    if kind in ("1000", "1001"):
        return "on CPU" if kind == "1000" else "waits for a CPU"
    if call == FUTEX:
        return "lock"
    if call in SLEEPS:
        return "sleeps"
    if call == FSYNC or kind != TASK_INTERRUPTIBLE:
        return "disk, file system"
    return "another process"


def _examined(command: Sequence[str], pid: int, window_seconds: float) -> dict[str, float]:
    ran = subprocess.run(
        [*command, "--pid", str(pid), "--window", str(window_seconds), "--format", "json"],
        capture_output=True,
        check=False,
    )
    try:
        story = json.loads(ran.stdout)["target"]
    except (ValueError, KeyError, TypeError):
        raise BenchError(f"no story came: {ran.stderr[-300:]!r}") from None
    return {one["state"]: one["share"] for one in story["shares"]}

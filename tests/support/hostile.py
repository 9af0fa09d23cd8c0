"""The whole battery against one sandbox; also a program, so that another user can run it.

`python hostile.py NAME` prints a JSON object {act: what came of it} and `left`; the name `bare`
is no sandbox at all, which shows that the acts can be done.
"""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from hexascope.domain.text import Text
from hexascope.kit import process
from hexascope.sandbox import parcel, running
from hexascope.sandbox.battery.act import Act
from hexascope.sandbox.battery.acts import BATTERY
from hexascope.sandbox.battery.judging import done, judged
from hexascope.sandbox.battery.surroundings import CGROUPS, surroundings
from hexascope.sandbox.chain import executors
from hexascope.sandbox.contract import Executor, Job, Level, Ran
from hexascope.sandbox.interpreter import found

LITTER = ("/", "/tmp", "/var/tmp", "/dev", "/dev/shm", "/etc", "/run", "/usr", "/usr/lib", *CGROUPS)

OF_OTHER_TESTS = re.compile("/(pytest-of|hxb)-")
"""In the place of a mount that another test, or the bench, has made in a folder of its own."""

IN_FOLDER = ("/bin/sh", "-c", 'cd "$0" && exec "$@"')

FOR_ANYONE = (
    *("secret_file", "secret_variable", "open_descriptors", "process_list"),
    *("process_environment", "signals", "ptrace", "tcp", "udp", "abstract_socket"),
    *("path_socket", "write_outside", "change_outside", "kernel_knobs", "kernel_doors", "links"),
    *("privilege", "limits_of_others", "memory_left_behind", "daemon"),
)
"""Acts that an ordinary user without a sandbox can do anywhere."""

FOR_ROOT = ("raw_sockets", "devices", "mounts", "namespaces", "cgroups")
"""Acts that root without a sandbox can do; tried in a mount namespace that is thrown away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bare(Executor):
    """No sandbox at all: the same first steps, and nothing given up."""

    before: tuple[str, ...] = ()

    def why_not(self) -> Text | None:
        return None

    def run(self, job: Job) -> Ran:
        python = found(by_others=True)
        assert not isinstance(python, Text)
        with (
            tempfile.TemporaryDirectory() as folder,
            parcel.handed(parcel.packed(job, {}), "job") as packed,
            parcel.handed(b"left open", "leak") as leak,
            parcel.told() as begun,
        ):
            inner = [python.program, *parcel.FLAGS, "-c", parcel.steps("enter")]
            child = process.begin(
                [*self.before, *IN_FOLDER, folder, *inner, str(packed), str(begun.write_end)],
                environment=os.environ,
                most_bytes=job.limits.output_bytes,
                handed=(packed, begun.write_end, leak),
            )
            try:
                begun.close_write()
                child.tell(b"")
                how = running.watched(child, job.limits, lambda: None, child.kill)
                return running.ran(self, child, how, begun=parcel.has_begun(begun))
            finally:
                child.close()


BARE = Bare(name="bare", level=Level.NONE)
BARE_ROOT = Bare(name="bare_root", level=Level.NONE, before=("unshare", "--mount"))


def outcomes(executor: Executor, acts: Sequence[Act] = BATTERY) -> dict[str, str]:
    """Do the acts one by one; `stopped`, or how it was not, or what was left behind."""
    came: dict[str, str] = {}
    for act in acts:
        with _victim() as victim, surroundings(victim.pid) as around:
            os.environ["HEXASCOPE_SECRET"] = around.canary
            try:
                (one,) = judged([act], done(executor, [act], around))
            finally:
                del os.environ["HEXASCOPE_SECRET"]
            left = processes_named(around.comm)
            for pid in left:
                os.kill(pid, signal.SIGKILL)
            came[act.name] = "stopped" if one.stopped else f"open: {one.detail}"
            if left:
                came[act.name] = f"open: {len(left)} processes are left"
            if victim.poll() is not None:
                came[act.name] = f"open: the victim ended with {victim.returncode}"
            assert Path(around.secret).read_text() == around.canary
    return came


@contextmanager
def _victim() -> "Iterator[subprocess.Popen[bytes]]":
    victim = subprocess.Popen(["sleep", "60"])
    try:
        yield victim
    finally:
        victim.kill()
        victim.wait()


def processes_named(comm: str) -> list[int]:
    """Give the processes of a name, whoever's they are; zombies are none."""
    named = []
    for folder in Path("/proc").iterdir():
        with suppress(OSError, IndexError):
            if folder.name.isdigit() and (folder / "comm").read_text().strip() == comm:
                state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
                named += [int(folder.name)] if state not in "ZX" else []
    return named


def left(before: "set[str] | None" = None) -> set[str]:
    """Give what a sandbox may leave: mounts, cgroups, and folders of jobs."""
    mounts = Path("/proc/self/mounts").read_text().splitlines()
    there = {f"mount {line}" for line in mounts if not OF_OTHER_TESTS.search(line)}
    own = f"hexascope-job-{os.getpid()}-"
    groups = (name for place in CGROUPS for _, names, _ in os.walk(place) for name in names)
    there |= {f"cgroup {name}" for name in groups if name.startswith(own)}
    folders = Path(tempfile.gettempdir()).glob("hexascope-[ja][oc][bt]*")  # -job- and -acts-
    there |= {f"folder {one}" for one in folders}
    return there - (before or set())


def take_away_litter() -> None:
    """Remove what acts without a sandbox have made."""
    for folder in LITTER:
        made = Path(folder) / "hexascope-act"
        with suppress(OSError):
            made.rmdir() if made.is_dir() else made.unlink()
    subprocess.run(["ipcrm", "-M", "0x6865"], check=False, capture_output=True)


def main(name: str) -> None:
    before = left()
    if name.startswith("bare"):
        wanted = FOR_ROOT if name == "bare_root" else FOR_ANYONE
        executor: Executor = BARE_ROOT if name == "bare_root" else BARE
        try:
            came = outcomes(executor, [act for act in BATTERY if act.name in wanted])
        finally:
            take_away_litter()
    else:
        came = outcomes(next(one for one in executors() if one.name == name))
    sys.stdout.write(json.dumps({"acts": came, "left": sorted(left(before))}))


if __name__ == "__main__":
    main(sys.argv[1])

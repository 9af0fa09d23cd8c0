"""Running a job in namespaces of its own by bubblewrap, with the filter of system calls."""

import json
import os
import re
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress

from hexascope.domain.errors import NoSandbox
from hexascope.domain.text import Text, text
from hexascope.kit import process
from hexascope.sandbox import family, parcel, running, users
from hexascope.sandbox.cgroups import Group
from hexascope.sandbox.contract import Executor, Job, Ran, Why
from hexascope.sandbox.interpreter import Interpreter, found
from hexascope.sandbox.seccomp import ARCHITECTURES, program

OLDEST = (0, 8)
"""The first bubblewrap that can forbid further user namespaces."""

FOLDER = "/job"
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")
MOST_STATUS_BYTES = 4096

START_SECONDS = 10.0
"""How long a job that is to be moved into its cgroup may take to start."""


def missing() -> Text | None:
    """Say what is missing here for bubblewrap, or for the filter."""
    if os.uname().machine not in ARCHITECTURES:
        return text("no filter of system calls is made for {machine}", machine=os.uname().machine)
    where = shutil.which("bwrap")
    if where is None:
        return text("bubblewrap is not installed")
    try:
        told = process.run([where, "--version"], timeout_seconds=5).output.decode(errors="replace")
    except process.ProcessError as error:
        return text("bubblewrap does not start: {error}", error=str(error))
    version = tuple(map(int, re.findall(r"\d{1,6}", told)[:2]))
    if version < OLDEST:
        return text("bubblewrap is too old: {version}; 0.8 is needed", version=told.strip()[:60])
    python = found(by_others=os.geteuid() == 0)
    return python if isinstance(python, Text) else None


def words(python: Interpreter, written_bytes: int, filter_: int, status: int) -> list[str]:
    """Give bubblewrap's argument list; the program that it runs comes behind it."""
    given = [
        *(shutil.which("bwrap") or "bwrap", "--unshare-all", "--unshare-user", "--disable-userns"),
        *("--die-with-parent", "--new-session", "--cap-drop", "ALL"),
        *("--hostname", "sandbox", "--clearenv"),
    ]
    for name, value in parcel.ENVIRONMENT.items():
        given += ["--setenv", name, value]
    for path in python.reads:
        given += ["--ro-bind", path, path]
    for name, target in python.links:
        given += ["--symlink", target, name]
    for path in DEVICES:
        given += ["--dev-bind", path, path]
    return [
        *given,
        *("--size", str(written_bytes), "--tmpfs", FOLDER, "--chdir", FOLDER),
        *("--remount-ro", "/"),
        *("--seccomp", str(filter_), "--json-status-fd", str(status), "--"),
    ]


def run(executor: Executor, job: Job, group: Group | None = None) -> Ran:
    """Run a job; with a group, held by its cgroup from before its first instruction."""
    python = found(by_others=os.geteuid() == 0)
    if isinstance(python, Text):
        raise NoSandbox(python.template)
    limits = parcel.limits_inside(job.limits, processes=job.limits.processes)
    with (
        running.set_up(),
        users.lent() as user,
        parcel.handed(parcel.packed(job, limits), "job") as packed,
        parcel.handed(program(os.uname().machine), "filter") as filter_,
        parcel.told() as begun,
        parcel.told() as status,
    ):
        inner = [python.program, *parcel.FLAGS, "-c", parcel.steps("enter")]
        inner += [f"{packed}", f"{begun.write_end}"]
        outer = words(python, job.limits.written_bytes, filter_, status.write_end)
        child = _begun(
            [*outer, *inner],
            job,
            handed=(packed, filter_, begun.write_end, status.write_end),
            user=user,
        )
        try:
            begun.close_write()
            status.close_write()
            ready = group is not None and _held(child.pid, group, begun)
            child.tell(b"")
            first = _First(status.read_end)
            how = running.watched(
                child, job.limits, _look(child.pid, first, job, group), lambda: _end(child, first)
            )
            if first.pid():
                running.gone(first.pid())
            return running.ran(executor, child, how, begun=ready or parcel.has_begun(begun))
        finally:
            child.kill()
            child.close()


def _begun(
    argument_list: Sequence[str], job: Job, *, handed: Sequence[int], user: int | None
) -> process.Child:
    try:
        return process.begin(
            argument_list,
            environment=parcel.ENVIRONMENT,
            most_bytes=job.limits.output_bytes,
            handed=handed,
            user=user,
        )
    except process.ProcessError as error:
        raise NoSandbox(str(error)) from None


def _held(pid: int, group: Group, begun: parcel.Pipe) -> bool:
    """Move the sandbox into its cgroup while it starts; False if it does not start.

    The first move lasts some milliseconds, so it is made at once. When the job is ready it waits,
    and nothing starts anything: all that was started before or during the move is moved then.
    """
    try:
        group.add(pid)
        ready = parcel.has_begun(begun, START_SECONDS)
        for one in family.descendants(pid):
            group.add(one)
    except ProcessLookupError:
        return False
    except OSError as error:
        raise NoSandbox(f"a process can't be moved into its cgroup: {error}") from None
    return ready


class _First:
    """The first process inside, which takes all others with it; bubblewrap tells its id."""

    def __init__(self, status: int) -> None:
        self._status = status
        self._known = 0

    def pid(self) -> int:
        """Give its id as seen from outside, 0 while it isn't known."""
        if not self._known:
            with suppress(OSError, ValueError, KeyError, TypeError):
                line = os.read(self._status, MOST_STATUS_BYTES).partition(b"\n")[0]
                self._known = int(json.loads(line)["child-pid"])
        return self._known


def _end(child: process.Child, first: _First) -> None:
    if first.pid():
        family.kill([first.pid()])
    else:
        child.kill()


def _look(pid: int, first: _First, job: Job, group: Group | None) -> Callable[[], Why | None]:
    limits = job.limits

    def look() -> Why | None:
        if _inodes(first.pid()) > limits.inodes:
            return Why.INODES
        if group is not None:
            if group.out_of_memory():
                return Why.MEMORY
            return Why.CPU if group.used_cpu_s() > limits.cpu_s else None
        known = family.descendants(pid)
        if family.used_cpu_s(known) > limits.cpu_s:
            return Why.CPU
        if family.used_memory(known, limits.memory_bytes) > limits.memory_bytes:
            return Why.MEMORY
        return None

    return look


def _inodes(first: int) -> int:
    """Count the files in the job's folder, as its file system does; 0 where it can't be seen."""
    with suppress(OSError):
        path = f"/proc/{first}/root{FOLDER}"
        if first and os.lstat(path).st_dev != os.lstat("/").st_dev:
            told = os.statvfs(path)
            return told.f_files - told.f_ffree
    return 0

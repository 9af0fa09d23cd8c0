"""Landlock, a filter of system calls and resource limits: nothing but the kernel is needed."""

import ctypes
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hexascope.domain.errors import NoSandbox
from hexascope.domain.text import Text, text
from hexascope.kit import process
from hexascope.sandbox import family, parcel, running, users
from hexascope.sandbox.contract import Executor, Job, Level, Limits, Ran, Why
from hexascope.sandbox.folder import held, lent_folder
from hexascope.sandbox.interpreter import Interpreter, found
from hexascope.sandbox.seccomp import ARCHITECTURES, CHANGES_BY_PATH, SIGNALS, program

OLDEST_ABI = 4
"""The first Landlock that holds TCP back as well (Linux 6.7)."""

SCOPE_ABI = 6
"""The first Landlock that keeps signals from processes outside (Linux 6.12)."""

CREATE_RULESET, ASK_VERSION = 444, 1
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom")


def abi() -> int:
    """Give the version of Landlock that this kernel has, 0 for none."""
    answer = ctypes.CDLL(None).syscall(CREATE_RULESET, None, ctypes.c_size_t(0), ASK_VERSION)
    return max(0, int(answer))


@dataclass(frozen=True, slots=True, kw_only=True)
class Landlock(Executor):
    """Landlock + seccomp + resource limits, under a guard that lets nothing outlive the job."""

    def why_not(self) -> Text | None:
        """Say what is missing."""
        machine = os.uname().machine
        if machine not in ARCHITECTURES:
            return text("no filter of system calls is made for {machine}", machine=machine)
        known = abi()
        if known < OLDEST_ABI:
            return text(
                "this kernel has version {known:count} of Landlock; {needed:count} is needed",
                known=known,
                needed=OLDEST_ABI,
            )
        python = found(by_others=os.geteuid() == 0)
        return python if isinstance(python, Text) else None

    def run(self, job: Job) -> Ran:
        """Run a job."""
        python = found(by_others=os.geteuid() == 0)
        if isinstance(python, Text):
            raise NoSandbox(python.template)
        with running.set_up(), users.lent() as user, lent_folder(user) as folder:
            data = _packed(job, python, folder, user)
            with parcel.handed(data, "job") as packed, parcel.told() as begun:
                child = _started(python, job.limits, packed, begun.write_end)
                try:
                    begun.close_write()
                    look = _look(child.pid, folder, job.limits)
                    how = running.watched(child, job.limits, look, child.hang_up)
                    return running.ran(self, child, how, begun=parcel.has_begun(begun))
                finally:
                    child.hang_up()
                    running.awaited(child)  # the guard ends when none of the job's is left
                    child.kill()
                    child.close()


def _packed(job: Job, python: Interpreter, folder: Path, user: int | None) -> bytes:
    """Write the job with what its guard needs; a user of its own counts its processes alone."""
    version = abi()
    processes = job.limits.processes
    if user is None:
        processes += sum(one == os.getuid() for one in users.users_of_processes())
    refused = CHANGES_BY_PATH
    if user is None and version < SCOPE_ABI:
        refused |= SIGNALS
    guard = {
        "folder": str(folder),
        "user": user,
        "read": list(python.reads),
        "devices": [path for path in DEVICES if Path(path).exists()],
        "filter": program(os.uname().machine, without=refused).hex(),
        "abi": version,
    }
    limits = parcel.limits_inside(job.limits, processes=processes)
    return parcel.packed(job, limits, guard)


def _started(python: Interpreter, limits: Limits, packed: int, told: int) -> process.Child:
    steps = parcel.steps("enter", "guard")
    words = [python.program, *parcel.FLAGS, "-c", steps, f"{packed}", f"{told}"]
    try:
        return process.begin(
            words,
            environment=parcel.ENVIRONMENT,
            most_bytes=limits.output_bytes,
            handed=(packed, told),
        )
    except process.ProcessError as error:
        raise NoSandbox(str(error)) from None


def _look(guard: int, folder: Path, limits: Limits) -> Callable[[], Why | None]:
    def look() -> Why | None:
        there = held(folder, limits.inodes)
        if there.inodes > limits.inodes or there.too_deep:
            return Why.INODES
        if there.allocated > limits.written_bytes:
            return Why.WRITTEN
        known = family.descendants(guard)
        # the guard waits for what has ended, so it knows the time of those that are gone
        if family.used_cpu_s([guard, *known]) > limits.cpu_s:
            return Why.CPU
        if family.used_memory(known, limits.memory_bytes) > limits.memory_bytes:
            return Why.MEMORY
        return None

    return look


landlock = Landlock(name="landlock", level=Level.LANDLOCK)

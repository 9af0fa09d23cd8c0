"""Running a short job within another process' network namespace."""

import errno
import os
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

CLONE_NEWNET = 0x40000000
LONGEST_JOB_SECONDS = 5.0
"""A job that takes longer is left behind; its sockets have their own time limits."""


def inside(pid: str, job: Callable[[], T]) -> T:
    """Run a job in the network namespace of a process, at once where that is our own.

    The job runs in a thread of its own, for a namespace belongs to a thread: whatever happens,
    the thread ends and nothing has to be set back. Raises OSError where the job does, where the
    process is gone, or without CAP_SYS_ADMIN.
    """
    path = f"/proc/{int(pid)}/ns/net"
    if os.readlink(path) == os.readlink("/proc/self/ns/net"):
        return job()
    results: list[T] = []
    failures: list[OSError] = []

    def run() -> None:
        try:
            handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            try:
                _enter(handle)
            finally:
                os.close(handle)
            results.append(job())
        except OSError as error:
            failures.append(error)

    thread = threading.Thread(target=run, name="inside", daemon=True)
    thread.start()
    thread.join(LONGEST_JOB_SECONDS)
    if failures:
        raise failures[0]
    if not results:
        raise OSError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT))
    return results[0]


def _enter(handle: int) -> None:
    """Move this thread into the namespace behind a descriptor (os.setns came with Python 3.12)."""
    import ctypes

    library = ctypes.CDLL(None, use_errno=True)
    if library.setns(handle, CLONE_NEWNET) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))

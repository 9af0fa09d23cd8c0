"""What is sent into a sandbox: the first steps as text, and the job as one parcel of bytes."""

import fcntl
import marshal
import os
import select
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from hexascope.sandbox.contract import Job, Limits

FORMAT = 2
"""Of marshal: the one that every Python 3 reads."""

STACK_BYTES = 8 * 1024 * 1024
CPU_GRACE_SECONDS = 1

FLAGS = ("-I", "-S", "-B")
"""Python without the user's folders and variables, without installed packages, writing no cache."""

ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "HOME": "/",
    # each further arena of malloc would take 64 MiB of the address space for a thread
    "MALLOC_ARENA_MAX": "2",
}
"""All variables that a job sees."""


@cache
def steps(*names: str) -> str:
    """Give the text of files of `inside/`, in this order, and the call of the last one's entry."""
    folder = Path(__file__).parent / "inside"
    texts = [(folder / f"{name}.py").read_text(encoding="utf-8") for name in names]
    return "\n".join([*texts, f"{names[-1]}(sys.argv[1:])\n"])


def limits_inside(limits: Limits, *, processes: int) -> dict[str, list[int]]:
    """Give the resource limits of each process of a job, by their names in `resource`.

    `processes` is how many its user may have. Memory is limited for each process also where a
    cgroup holds the whole: so that code meets a MemoryError, and not the kernel's killer.
    """
    cpu = max(1, round(limits.cpu_s))
    return {
        "RLIMIT_AS": [limits.memory_bytes, limits.memory_bytes],
        "RLIMIT_CORE": [0, 0],
        "RLIMIT_MEMLOCK": [0, 0],
        "RLIMIT_MSGQUEUE": [0, 0],
        "RLIMIT_STACK": [STACK_BYTES, STACK_BYTES],
        "RLIMIT_CPU": [cpu, cpu + CPU_GRACE_SECONDS],
        "RLIMIT_FSIZE": [limits.written_bytes, limits.written_bytes],
        "RLIMIT_NOFILE": [limits.open_files, limits.open_files],
        "RLIMIT_NPROC": [processes, processes],
    }


def packed(
    job: Job, limits: Mapping[str, list[int]], guard: Mapping[str, object] | None = None
) -> bytes:
    """Write a job as `inside/enter.py` reads it; `guard` is what `inside/guard.py` needs."""
    head = {
        "source": job.source,
        "files": [[name, len(data)] for name, data in job.files.items()],
        "limits": dict(limits),
        "guard": dict(guard or {}),
    }
    return b"".join([marshal.dumps(head, FORMAT), *map(bytes, job.files.values())])


@contextmanager
def handed(data: bytes, name: str) -> Iterator[int]:
    """Give a descriptor to read bytes from, which nobody can change or make longer."""
    made = os.memfd_create(name, os.MFD_ALLOW_SEALING | os.MFD_CLOEXEC)
    try:
        view = memoryview(data)
        while view:
            view = view[os.write(made, view) :]
        os.lseek(made, 0, os.SEEK_SET)
        seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
        fcntl.fcntl(made, fcntl.F_ADD_SEALS, seals)
        yield made
    finally:
        os.close(made)


class Pipe:
    """A pipe whose ends are closed once: a number that is closed twice may be another thread's."""

    def __init__(self) -> None:
        self.read_end, self.write_end = os.pipe2(os.O_CLOEXEC | os.O_NONBLOCK)
        self._open = {self.read_end, self.write_end}

    def close_write(self) -> None:
        """Close our copy of the end that was handed on."""
        self._close(self.write_end)

    def close(self) -> None:
        """Close what is open of it."""
        self._close(self.write_end)
        self._close(self.read_end)

    def _close(self, end: int) -> None:
        if end in self._open:
            self._open.remove(end)
            os.close(end)


@contextmanager
def told() -> Iterator[Pipe]:
    """Give a pipe by which something inside tells that it has come so far."""
    pipe = Pipe()
    try:
        yield pipe
    finally:
        pipe.close()


def has_begun(pipe: Pipe, seconds: float = 0.0) -> bool:
    """Say whether the job's first line was reached; waits for that, or for its failing."""
    waiting = select.poll()  # select takes no descriptor above 1023
    waiting.register(pipe.read_end, select.POLLIN)
    waiting.poll(seconds * 1000)
    try:
        return os.read(pipe.read_end, 1) != b""
    except BlockingIOError:
        return False

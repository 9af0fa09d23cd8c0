"""Where threads are, sampled through /proc: their system call and the kernel's stack of them."""

import errno
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress

from hexascope.collect.calls.contract import Call
from hexascope.collect.contract import Json, NotHere
from hexascope.collect.probing.calls.symbols import KERNEL_MARK, user_names
from hexascope.collect.probing.calls.syscalls import syscall_name
from hexascope.domain.use import Status
from hexascope.kit import clock

MOST_HERTZ = 99
LONGEST_SECONDS = 3.0
MOST_THREADS = 256
MOST_A_TICK = 3
"""Threads that are read in one tick; with more of them each is read in its turn."""

MOST_STACK_BYTES = 8_192
RUNNING = "running"

Where = tuple[str, int, tuple[str, ...]]
"""A thread's system call ('running', or '' outside of one), where its program stands, its stack."""


def stack_samples(pids: str, hertz: str, seconds: str, stacks: str) -> Json:
    """Sample where the threads of processes are: in which system call, with which kernel stack.

    Gives `samples` (thread's name, call, where in the program, kernel functions from the root, and
    a count), how many threads there were, and why there are no stacks, if so.
    """
    rate = max(1, min(int(hertz), MOST_HERTZ))
    ends = min(float(seconds), LONGEST_SECONDS)
    watched = _opened([int(pid) for pid in pids.split(",")], stacks=stacks == "yes")
    if not watched:
        raise NotHere(Status.NOT_PRESENT, "the processes have ended")
    try:
        counts, spent = _sampled(watched, rate, ends)
    finally:
        for one in watched:
            one.close()
    refused = next((one.refused for one in watched if one.refused), "")
    if not counts:
        raise NotHere(Status.NO_PERMISSION, f"{refused or 'nothing could be read'}; run as root")
    return {
        "samples": _told(counts),
        "hertz": rate,
        "seconds": spent,
        "threads": len(watched),
        "refused": refused,
    }


class _Thread:
    """One thread, its files kept open: opening them costs more than reading them."""

    def __init__(self, pid: int, tid: int, *, stacks: bool) -> None:
        self.pid = pid
        self.refused = ""
        self.gone = False
        folder = f"/proc/{pid}/task/{tid}"
        self.name = _text(f"{folder}/comm") or str(tid)
        self._call = self._open(f"{folder}/syscall")
        self._stack = self._open(f"{folder}/stack") if stacks else -1

    def _open(self, path: str) -> int:
        try:
            return os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except OSError as error:
            self._refuse(path, error)
            return -1

    def where(self) -> Where | None:
        """Give where it is now; None where that can't be read."""
        try:
            line = os.pread(self._call, 256, 0) if self._call >= 0 else b""
        except OSError as error:
            self._refuse(f"/proc/{self.pid}/syscall", error)
            line = b""
        if line.startswith(b"running"):
            return RUNNING, 0, ()
        stack = self._kernel()
        words = line.split()
        if not words and not stack:
            return None
        return _call(words), _place(words), functions(stack.decode(errors="backslashreplace"))

    def _kernel(self) -> bytes:
        """Read the kernel's stack; it may be opened by many and read by root only."""
        if self._stack < 0:
            return b""
        try:
            return os.pread(self._stack, MOST_STACK_BYTES, 0)
        except OSError as error:
            self._refuse(f"/proc/{self.pid}/stack", error)
            os.close(self._stack)
            self._stack = -1
            return b""

    def _refuse(self, path: str, error: OSError) -> None:
        self.gone = self.gone or error.errno in (errno.ENOENT, errno.ESRCH)
        self.refused = self.refused or f"{path}: {error.strerror}"

    def close(self) -> None:
        for handle in (self._call, self._stack):
            if handle >= 0:
                os.close(handle)


def _opened(pids: Iterable[int], *, stacks: bool) -> list[_Thread]:
    found: list[_Thread] = []
    for pid in pids:
        with suppress(OSError):
            for name in sorted(os.listdir(f"/proc/{pid}/task"), key=int):
                if len(found) < MOST_THREADS:
                    found.append(_Thread(pid, int(name), stacks=stacks))
    return found


def _sampled(
    watched: list[_Thread], hertz: int, seconds: float
) -> tuple[Counter[tuple[int, str, Where]], float]:
    """Read some threads at each tick, all in turn; a late tick is left out, never made up for."""
    counts: Counter[tuple[int, str, Where]] = Counter()
    began = due = clock.monotonic()
    at = 0
    while clock.monotonic() < began + seconds:
        for _ in range(min(MOST_A_TICK, len(watched))):
            one = watched[at % len(watched)]
            at += 1
            where = None if one.gone else one.where()
            if where is not None:
                counts[one.pid, one.name, where] += 1
        if all(one.gone for one in watched):
            break
        due = max(due + 1 / hertz, clock.monotonic())
        clock.pause(due - clock.monotonic())
    return counts, clock.monotonic() - began


def _told(counts: Counter[tuple[int, str, Where]]) -> list[Json]:
    places: dict[int, set[int]] = {}
    for pid, _, (_, place, _) in counts:
        if place:
            places.setdefault(pid, set()).add(place)
    names = {pid: user_names(pid, addresses) for pid, addresses in places.items()}
    summed: Counter[tuple[str, str, str, tuple[str, ...]]] = Counter()
    for (pid, name, (call, place, stack)), count in counts.items():
        summed[name, call, names.get(pid, {}).get(place, ""), stack] += count
    return [
        [name, call, place, list(stack), count]
        for (name, call, place, stack), count in summed.most_common()
    ]


def _call(words: list[bytes]) -> str:
    number = int(words[0]) if words and words[0].lstrip(b"-").isdigit() else -1
    return syscall_name(number) if number >= 0 else ""


def _place(words: list[bytes]) -> int:
    """Give the program counter, the last word of the line."""
    try:
        return int(words[-1], 16) if len(words) > 2 else 0
    except ValueError:
        return 0


def functions(stack: str) -> tuple[str, ...]:
    """Read /proc/TID/stack from the root to the leaf: `[<0>] do_nanosleep+0x6a/0x1a0`."""
    names = []
    for line in stack.splitlines():
        name = line.rpartition("] ")[2].partition("+")[0].strip()
        if name and not name.startswith("0x"):
            names.append(name + KERNEL_MARK)
    return tuple(reversed(names))


def _text(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return file.read(64).decode(errors="backslashreplace").rstrip("\n")
    except OSError:
        return ""


CALLS: Mapping[str, Call] = {"stack_samples": stack_samples}

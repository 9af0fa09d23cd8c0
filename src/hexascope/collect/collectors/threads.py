"""Threads of processes that have more than one, shared out fairly where there are too many."""

from collections.abc import Iterator, Mapping

from hexascope.collect.collectors import _stat as stat
from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.rows import Thread
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

MOST_THREADS = 3_000
"""Threads that a look reads in all."""

MOST_OF_ONE = 512
"""Threads that a look reads of one process."""

MANY = 8
"""From so many threads on it is asked where those that sleep wait: locks show by that."""

MOST_WAITS = 1_000
"""Threads that are asked where they wait; each answer costs the kernel 40 µs."""


@collector(
    reads=("thread_counts", "/proc/PID/task/TID/stat", "/proc/PID/task/TID/schedstat"),
    gives=("thread.count", "thread.count_total"),
)
def threads(host: HostFiles) -> Iterator[Thread | Reading | Missing]:
    """Read the threads of all processes with more than one: CPU time, run delay, where they wait.

    Of thousands of threads each process gets an equal part, and of its threads the oldest.
    """
    by = stat.scale(host)
    counts = _counts(host, by.own)
    total = sum(counts.values())
    read = waits = 0
    for pid, most in _parts(counts).items():
        asks = counts[pid] >= MANY
        for tid in _tids(host, pid)[:most]:
            row = _row(host, pid, tid, by)
            if row is None:
                continue
            read += 1
            if asks and row.state in "SD" and waits < MOST_WAITS:
                waits += 1
                row = _waiting(host, row)
            yield row
    yield Reading("thread.count", (), read, "/proc/PID/task")
    yield Reading("thread.count_total", (), total, "thread_counts")
    if total > sum(_parts(counts).values()):
        reason = f"sampled: {read} of {total} threads were read"
        yield Missing("threads", Status.UNREADABLE, reason)


def _counts(host: HostFiles, own: int) -> dict[int, int]:
    told = host.call("thread_counts")
    if not isinstance(told, dict):
        return {}
    return {
        int(pid): count
        for pid, count in sorted(told.items(), key=lambda one: (len(one[0]), one[0]))
        if isinstance(count, int) and count > 1 and pid.isdecimal() and int(pid) != own
    }


def _parts(counts: Mapping[int, int]) -> dict[int, int]:
    """Share the threads that may be read: who has few gives way to who has many.

    >>> _parts({1: 2, 2: 4})
    {1: 2, 2: 4}
    """
    wanted = {pid: min(count, MOST_OF_ONE) for pid, count in counts.items()}
    left = MOST_THREADS
    parts: dict[int, int] = {}
    for number, pid in enumerate(sorted(wanted, key=lambda one: (wanted[one], one))):
        parts[pid] = min(wanted[pid], left // (len(wanted) - number))
        left -= parts[pid]
    return parts


def _tids(host: HostFiles, pid: int) -> list[int]:
    try:
        names = host.names(f"/proc/{pid}/task")
    except NotHere:
        return []  # it ended since it was counted
    return sorted(int(name) for name in names if name.isdecimal() and name.isascii())


def _row(host: HostFiles, pid: int, tid: int, by: stat.Scale) -> Thread | None:
    folder = f"/proc/{pid}/task/{tid}"
    try:
        name, fields = stat.split(host.read(f"{folder}/stat"))
        return Thread(
            pid,
            tid,
            name,
            fields[stat.STATE],
            int(fields[stat.START]) / by.ticks,
            int(fields[stat.USER]) / by.ticks,
            int(fields[stat.SYSTEM]) / by.ticks,
            int(fields[stat.PROCESSOR]),
            int(fields[stat.POLICY]),
            int(fields[stat.REALTIME_PRIORITY]),
            _delay(host, folder),
        )
    except (NotHere, ValueError, LookupError, OverflowError):
        return None  # it ended, or what it shows is cut short


def _delay(host: HostFiles, folder: str) -> float | None:
    try:
        return int(host.read(f"{folder}/schedstat").split()[1]) / 1e9
    except NotHere:
        return None


def _waiting(host: HostFiles, row: Thread) -> Thread:
    """Add the kernel function and the system call in which a thread waits."""
    folder = f"/proc/{row.pid}/task/{row.tid}"
    channel, call = _text(host, f"{folder}/wchan"), _text(host, f"{folder}/syscall")
    return row._replace(wait_channel="" if channel == "0" else channel, syscall=call)


def _text(host: HostFiles, path: str) -> str:
    try:
        return host.read(path).strip()
    except NotHere:
        return ""

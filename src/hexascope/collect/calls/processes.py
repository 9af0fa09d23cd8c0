"""What /proc tells of all processes by folder sizes alone, and the processes started last.

One call for thousands of folders: a call for each would cost more than the answer.
"""

import os
from collections.abc import Iterator, Mapping

from hexascope.collect.calls.contract import Call
from hexascope.collect.contract import Json
from hexascope.kit import clock

MOST_NEWEST = 50
"""Processes that one call of `newest_processes` reads."""

YOUNG_SECONDS = 1.0
"""Age up to which a process counts as new; older ones are seen by the full looks."""

MOST_COUNTED = 50_000
"""Processes whose folders are counted."""

_STAT_BYTES = 4096


def descriptor_counts(proc: str = "/proc") -> Json:
    """Give the number of open descriptors of each process that shows it, and its user.

    Since 6.2 the size of /proc/PID/fd is that number, and everybody may ask for it. Before, the
    folder is listed, which is for the owner and root only.
    """
    if os.stat(f"{proc}/self/fd").st_size > 0:  # noqa: PTH116
        return dict(_sizes(proc))
    return dict(_listed(proc))


def thread_counts(proc: str = "/proc") -> Json:
    """Give the number of threads of each process that has more than one."""
    return dict(_threads(proc))


def newest_processes(proc: str = "/proc") -> Json:
    """Give /proc/PID/stat of the processes started in the last second, the newest first.

    The last process id that the kernel gave away is the last word of /proc/loadavg; ids are given
    in rising order and begin anew below, so the newest are those at and below it.
    """
    last = int(_read(f"{proc}/loadavg").split()[-1])
    known = _pids(proc)
    newest = sorted(known, key=lambda pid: (pid > last, -pid))[:MOST_NEWEST]
    since = (clock.since_boot() - YOUNG_SECONDS) * os.sysconf("SC_CLK_TCK")
    found: list[Json] = []
    for pid in newest:
        try:
            text = _read(f"{proc}/{pid}/stat")
            started = int(text.rpartition(")")[2].split()[19])
        except (OSError, ValueError, IndexError):
            continue  # it is gone already
        if started < since:
            break
        found.append(text)
    return found


def _pids(proc: str) -> list[int]:
    return [int(name) for name in os.listdir(proc) if name.isdecimal() and name.isascii()]


def _sizes(proc: str) -> Iterator[tuple[str, Json]]:
    for pid in _pids(proc)[:MOST_COUNTED]:
        try:
            told = os.stat(f"{proc}/{pid}/fd")  # noqa: PTH116 - a Path for each would cost more
        except OSError:
            continue  # gone, or hidden
        yield str(pid), [told.st_size, told.st_uid]


def _listed(proc: str) -> Iterator[tuple[str, Json]]:
    for pid in _pids(proc)[:MOST_COUNTED]:
        folder = f"{proc}/{pid}/fd"
        try:
            yield str(pid), [len(os.listdir(folder)), os.stat(folder).st_uid]  # noqa: PTH116
        except OSError:
            continue  # gone, or not ours


def _threads(proc: str) -> Iterator[tuple[str, Json]]:
    for pid in _pids(proc)[:MOST_COUNTED]:
        try:
            # a folder has two links more than folders in it
            count = os.stat(f"{proc}/{pid}/task").st_nlink - 2  # noqa: PTH116 - as above
        except OSError:
            continue  # gone, or hidden
        if count > 1:
            yield str(pid), count


def _read(path: str) -> str:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(handle, _STAT_BYTES).decode(errors="backslashreplace")
    finally:
        os.close(handle)


CALLS: Mapping[str, Call] = {
    "descriptor_counts": descriptor_counts,
    "thread_counts": thread_counts,
    "newest_processes": newest_processes,
}

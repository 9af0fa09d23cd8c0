"""The processes of a job as seen from outside: who they are, what they use."""

import os
from collections.abc import Iterable
from contextlib import suppress
from signal import SIGKILL

MOST_PROCESSES = 4096
"""Descendants that are looked at; no job may have as many."""

LONGEST_STAT = 4096
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")

USER_TIME, SYSTEM_TIME, WAITED_USER, WAITED_SYSTEM, RESIDENT = 11, 12, 13, 14, 21
"""Places in /proc/PID/stat behind the name."""


def descendants(pid: int) -> list[int]:
    """Give what descends from a process, itself not; reads /proc/PID/task/TID/children."""
    found: list[int] = []
    waiting = [pid]
    while waiting and len(found) < MOST_PROCESSES:
        children = _children(waiting.pop())
        found += children
        waiting += children
    return found


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children", "rb") as file:
                found += map(int, file.read().split())
    return found


def _fields(pid: int) -> list[bytes]:
    with open(f"/proc/{pid}/stat", "rb") as file:
        return file.read(LONGEST_STAT).rpartition(b")")[2].split()


def used_cpu_s(pids: Iterable[int]) -> float:
    """Give the CPU time of processes and of those they have waited for, in seconds."""
    ticks = 0
    for pid in pids:
        with suppress(OSError, ValueError, IndexError):
            ticks += sum(map(int, _fields(pid)[USER_TIME : WAITED_SYSTEM + 1]))
    return ticks / TICKS


def used_memory(pids: Iterable[int], limit: int) -> int:
    """Give the resident bytes of processes; above a limit, with shared pages counted once."""
    known = list(pids)
    resident = 0
    for pid in known:
        with suppress(OSError, ValueError, IndexError):
            resident += int(_fields(pid)[RESIDENT]) * PAGE
    return resident if resident <= limit else sum(map(_proportional, known))


def _proportional(pid: int) -> int:
    """Give a process's part of the pages it has; what can't be read counts as nothing."""
    with suppress(OSError, ValueError), open(f"/proc/{pid}/smaps_rollup", "rb") as file:
        for line in file:
            if line.startswith(b"Pss:"):
                return int(line.split()[1]) * 1024
    return 0


def kill(pids: Iterable[int]) -> None:
    """Kill processes; what is gone already is no error."""
    for pid in pids:
        with suppress(OSError):
            os.kill(pid, SIGKILL)

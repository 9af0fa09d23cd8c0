"""Reading /proc/PID/stat: shared by the collectors of processes and threads.

The name stands in brackets and may hold spaces, brackets and line ends itself, so the fields are
those behind the last bracket. They are counted from the state on, which `proc(5)` calls field 3.
"""

from collections.abc import Sequence
from typing import NamedTuple

from hexascope.collect.contract import HostFiles
from hexascope.domain.rows import ProcessSample

STATE, PPID, FLAGS = 0, 1, 6
MINOR, CHILDREN_MINOR, MAJOR, CHILDREN_MAJOR = 7, 8, 9, 10
USER, SYSTEM, CHILDREN_USER, CHILDREN_SYSTEM = 11, 12, 13, 14
NICE, THREADS, START, VIRTUAL, RSS = 16, 17, 19, 20, 21
PROCESSOR, REALTIME_PRIORITY, POLICY, BLOCK_DELAY = 36, 37, 38, 39
FIELDS = 40
LONGEST_NAME = 256


class Scale(NamedTuple):
    """What the kernel counts in, and who is asking, since when."""

    ticks: float
    page: int
    own: int
    since_boot: float


def scale(host: HostFiles) -> Scale:
    """Ask for the clock ticks a second, the page size, the own pid and the time since boot."""
    told = host.call("whoami")
    if not isinstance(told, dict):
        raise TypeError("whoami gave no table")
    ticks, page, own, since_boot = (told[name] for name in ("ticks", "page", "pid", "since_boot"))
    if (
        isinstance(ticks, int)
        and isinstance(page, int)
        and isinstance(own, int)
        and isinstance(since_boot, int | float)
    ):
        return Scale(float(ticks), page, own, float(since_boot))
    raise TypeError("whoami gave words instead of numbers")


def pids(host: HostFiles) -> list[int]:
    """Give all process ids, in order."""
    names = host.names("/proc")
    return sorted(int(name) for name in names if name.isdecimal() and name.isascii())


def split(text: str) -> tuple[str, Sequence[str]]:
    """Give the name and the fields behind it; a text that is cut short is a ValueError."""
    head, bracket, tail = text.rpartition(")")
    fields = tail.split()
    if not bracket or len(fields) < FIELDS:
        raise ValueError("a stat file is cut short")
    return head.partition("(")[2][:LONGEST_NAME], fields


def sample(text: str, by: Scale) -> ProcessSample:
    """Read what a light look wants of one process."""
    name, fields = split(text)
    return ProcessSample(
        int(text.partition(" ")[0]),
        int(fields[PPID]),
        name,
        fields[STATE],
        int(fields[START]) / by.ticks,
        (int(fields[USER]) + int(fields[SYSTEM])) / by.ticks,
        int(fields[RSS]) * by.page,
        int(fields[THREADS]),
    )

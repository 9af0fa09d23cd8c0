"""Control groups, version 1 and 2 alike."""

from collections.abc import Iterator
from typing import NamedTuple


class Cgroup(NamedTuple):
    """One populated control group in a full look; None: no limit, or not readable.

    `path` is the name below the hierarchy's root; on version 1 the controllers of one name are
    joined into one row. Times in seconds, sizes in bytes, counters since creation. `missing` says
    what could not be read, as `name: reason`.
    """

    path: str
    version: int
    cpu_usage_s: float | None = None
    cpu_quota: float | None = None  # CPUs it may use: quota / period; None: no limit
    cpu_shares: float | None = None  # weight, 1.0 = the default
    periods: int | None = None
    throttled_periods: int | None = None
    throttled_s: float | None = None
    cpus_allowed: str = ""
    memory_bytes: int | None = None
    memory_limit_bytes: int | None = None
    memory_high_bytes: int | None = None
    memory_peak_bytes: int | None = None
    inactive_file_bytes: int | None = None
    anon_bytes: int | None = None
    shmem_bytes: int | None = None
    swap_bytes: int | None = None
    memory_limit_hits: int | None = None
    oom_kills: int | None = None
    high_events: int | None = None
    pids: int | None = None
    pids_limit: int | None = None
    pids_limit_hits: int | None = None
    read_bytes: int | None = None
    write_bytes: int | None = None
    io_limits: tuple[tuple[str, str, float], ...] = ()  # (major:minor, rbps|wbps|riops|wiops, n)
    io_bytes: tuple[tuple[str, int, int, int, int], ...] = ()  # (major:minor, rb, wb, rios, wios)
    cpu_some_s: float | None = None
    memory_full_s: float | None = None
    io_full_s: float | None = None
    processes: int = 0
    missing: tuple[str, ...] = ()


class CgroupUse(NamedTuple):
    """What one control group did in the window; `now` is the last look's row."""

    now: Cgroup
    seconds: float
    cpu_share: float | None  # CPUs used on average
    periods: int | None
    throttled_periods: int | None
    throttled_share: float | None  # throttled time / (window × CPUs that waited), at most 1
    limit_hits: int | None
    oom_kills: int | None
    pids_limit_hits: int | None
    memory_growth_per_s: float | None
    read_bytes_per_s: float | None
    write_bytes_per_s: float | None
    cpu_some_share: float | None
    memory_full_share: float | None
    io_full_share: float | None


def with_all_above(path: str) -> Iterator[str]:
    """Give a group's path and those of all groups above it.

    >>> list(with_all_above("/a/b"))
    ['/a/b', '/a', '/']
    """
    while path not in ("", "/"):
        yield path
        path = path.rpartition("/")[0]
    yield "/"

"""Control groups: counters of two looks → what each did in the window."""

from collections.abc import Iterator

from hexascope.derive.contract import deriver
from hexascope.domain.facts import Facts
from hexascope.domain.rows import Cgroup, CgroupUse
from hexascope.domain.snapshot import Window


@deriver()
def cgroups(window: Window, _so_far: Facts) -> Iterator[CgroupUse]:
    """Give use, throttling, limit hits and kills of each control group within the window.

    Of a group that was made within the window all counts are of the window. One that was removed
    is told of no more.
    """
    before = {one.path: one for one in window.first.rows(Cgroup)}
    seconds = window.seconds_of("cgroup.count")
    rows = window.last.rows(Cgroup)
    top = next((one.cpus_allowed for one in rows if one.path == "/"), "")
    for now in rows:
        then = before.get(now.path, _new(now) if window.seconds > 0 else now)
        yield _use(then, now, seconds, cpus=_width(now.cpus_allowed or top))


def _new(now: Cgroup) -> Cgroup:
    """Give a group as it began: counters zero where they are known at all."""
    zeros = {name: 0 for name in _COUNTERS if getattr(now, name) is not None}
    return now._replace(**zeros)  # type: ignore[arg-type] # counters only


def _use(then: Cgroup, now: Cgroup, seconds: float, *, cpus: int) -> CgroupUse:
    def rate(before: float | None, after: float | None) -> float | None:
        grown = _growth(before, after)
        return None if grown is None or seconds <= 0 else grown / seconds

    def share(before: float | None, after: float | None) -> float | None:
        found = rate(before, after)
        return None if found is None else min(found, 1.0)

    # the kernel adds the standstill of each CPU: of one process only one can have stood still
    wide = max(1, min(cpus, now.processes))
    throttled = rate(then.throttled_s, now.throttled_s)
    return CgroupUse(
        now,
        seconds,
        rate(then.cpu_usage_s, now.cpu_usage_s),
        _count(then.periods, now.periods),
        _count(then.throttled_periods, now.throttled_periods),
        None if throttled is None else min(throttled / wide, 1.0),
        _count(then.memory_limit_hits, now.memory_limit_hits),
        _count(then.oom_kills, now.oom_kills),
        _count(then.pids_limit_hits, now.pids_limit_hits),
        _memory_growth(then, now, seconds),
        rate(then.read_bytes, now.read_bytes),
        rate(then.write_bytes, now.write_bytes),
        share(then.cpu_some_s, now.cpu_some_s),
        share(then.memory_full_s, now.memory_full_s),
        share(then.io_full_s, now.io_full_s),
    )


def _growth(before: float | None, after: float | None) -> float | None:
    if before is None or after is None or after < before:
        return None
    return after - before


def _count(before: int | None, after: int | None) -> int | None:
    grown = _growth(before, after)
    return None if grown is None else int(grown)


def _memory_growth(then: Cgroup, now: Cgroup, seconds: float) -> float | None:
    """Give the growth of what can't be dropped: file pages come and go as they please."""
    if then.memory_bytes is None or now.memory_bytes is None or seconds <= 0:
        return None
    before = then.memory_bytes - (then.inactive_file_bytes or 0)
    return (now.memory_bytes - (now.inactive_file_bytes or 0) - before) / seconds


def _width(cpus: str) -> int:
    """Count the CPUs of a list such as `0-3,8`.

    >>> _width("0-3,8")
    5
    """
    count = 0
    for part in cpus.split(","):
        first, _, last = part.strip().partition("-")
        if first.isdecimal() and (last or first).isdecimal():
            count += max(int(last or first) - int(first) + 1, 0)
    return count


_COUNTERS = (
    "cpu_usage_s",
    "periods",
    "throttled_periods",
    "throttled_s",
    "memory_limit_hits",
    "oom_kills",
    "pids_limit_hits",
    "read_bytes",
    "write_bytes",
    "cpu_some_s",
    "memory_full_s",
    "io_full_s",
)

"""Waste: what the host and its control groups have, against what they use."""

import math
from collections.abc import Iterator

from hexascope.derive.contract import deriver
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.rows import CgroupUse
from hexascope.domain.snapshot import Window

BUSY_AT_PEAK = 0.6
"""How busy the CPUs that are needed would be at the peak of the window."""

SPARE_MEMORY = 1.25
"""What is in use, and a quarter of it to spare."""

MOST_GROUPS = 200
"""Control groups with limits that figures are given for."""


@deriver(after=("cpu", "cgroups"))
def waste(window: Window, so_far: Facts) -> Iterator[Evidence]:
    """Give what is idle and what would be enough, for the host and for groups with limits.

    A window of seconds can't see tonight's batch: these figures are for the panel, and become
    advice only together with those of earlier examinations.
    """
    yield from _cpus(window, so_far)
    yield from _memory(window)
    limited = [
        one for one in so_far.rows(CgroupUse) if one.now.cpu_quota or one.now.memory_limit_bytes
    ]
    for group in limited[:MOST_GROUPS]:
        yield from _group(group)


def _cpus(window: Window, so_far: Facts) -> Iterator[Evidence]:
    cpus = window.last.number("cpu.count")
    busy = so_far.one("cpu.utilization", cpu="all")
    if not cpus or busy is None:
        return
    peak = max((value for _, value in busy.series), default=busy.number)
    peak = max(peak, busy.number)
    source, seconds = "/proc/stat", window.seconds
    idle = max(cpus * (1 - busy.number), 0.0)
    needed = float(min(max(math.ceil(cpus * peak / BUSY_AT_PEAK), 1), int(cpus)))
    yield evidence("waste.cpus_idle", idle, source=source, window_s=seconds)
    yield evidence("waste.cpus_needed", needed, source=source, window_s=seconds)


def _memory(window: Window) -> Iterator[Evidence]:
    total = window.last.number("memory.total")
    available = window.last.number("memory.available")
    if not total or available is None:
        return
    needed = min((total - available) * SPARE_MEMORY, total)
    yield evidence("waste.memory_idle", available, source="/proc/meminfo")
    yield evidence("waste.memory_needed", needed, source="/proc/meminfo")


def _group(group: CgroupUse) -> Iterator[Evidence]:
    now = group.now
    if now.cpu_quota and group.cpu_share is not None:
        yield evidence(
            "waste.group_cpus_unused",
            max(now.cpu_quota - group.cpu_share, 0.0),
            source="cpu.stat, cpu.max",
            window_s=group.seconds,
            cgroup=now.path,
        )
    if now.memory_limit_bytes and now.memory_peak_bytes is not None:
        yield evidence(
            "waste.group_memory_unused",
            float(max(now.memory_limit_bytes - now.memory_peak_bytes, 0)),
            source="memory.peak, memory.max",
            cgroup=now.path,
        )

"""What a plain monitor would say: fixed thresholds, and pressure over 20 %."""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.host.counters import cpu_time_seconds, pressure_seconds
from benchmarks.report import Entity, Finding

CPU_LIMIT = 0.85
IOWAIT_LIMIT = 0.20
MEMORY_LIMIT = 0.90
FILESYSTEM_LIMIT = 0.90
PRESSURE_LIMIT = 0.20
NAMES = ("thresholds", "psi")

_BUSY = ("user", "nice", "system", "irq", "softirq", "steal")
_PRESSURES = {"cpu": "cpu", "memory": "memory", "io": "disk"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauges:
    """What a plain monitor reads, at one moment."""

    cpu_busy_seconds: float
    cpu_iowait_seconds: float
    cpu_all_seconds: float
    memory_used_ratio: float
    filesystems: Mapping[str, float]
    pressure_seconds: Mapping[str, float]


def read_gauges() -> Gauges:
    """The gauges of this moment."""
    busy, iowait = cpu_time_seconds("cpu", *_BUSY), cpu_time_seconds("cpu", "iowait")
    return Gauges(
        cpu_busy_seconds=busy,
        cpu_iowait_seconds=iowait,
        cpu_all_seconds=busy + iowait + cpu_time_seconds("cpu", "idle"),
        memory_used_ratio=_memory_used_ratio(Path("/proc/meminfo").read_text()),
        filesystems=_filesystems(Path("/proc/self/mounts").read_text(encoding="utf-8")),
        pressure_seconds={name: pressure_seconds(name) for name in _PRESSURES},
    )


def by_thresholds(before: Gauges, after: Gauges) -> tuple[Finding, ...]:
    """Findings of the usual alert limits, the one furthest over its limit first."""
    total = after.cpu_all_seconds - before.cpu_all_seconds or 1.0
    busy = (after.cpu_busy_seconds - before.cpu_busy_seconds) / total
    iowait = (after.cpu_iowait_seconds - before.cpu_iowait_seconds) / total
    rows: list[tuple[float, float, str, str, str, str | None]] = [
        (busy, CPU_LIMIT, "cpu", "utilization", "CPU usage", None),
        (iowait, IOWAIT_LIMIT, "disk", "saturation", "CPU iowait", None),
        (after.memory_used_ratio, MEMORY_LIMIT, "memory", "utilization", "Memory used", None),
    ]
    rows += [
        (used, FILESYSTEM_LIMIT, "filesystem", "capacity", f"Filesystem {mount} used", mount)
        for mount, used in after.filesystems.items()
    ]
    over = sorted((row for row in rows if row[0] > row[1]), key=lambda row: row[1] - row[0])
    return tuple(
        _finding(resource, aspect, f"{title}: {value:.0%}", mount)
        for value, _, resource, aspect, title, mount in over
    )


def by_pressure(before: Gauges, after: Gauges, seconds: float) -> tuple[Finding, ...]:
    """A finding for each kind of pressure over the limit, the highest first."""
    shares = {
        name: (after.pressure_seconds[name] - before.pressure_seconds[name]) / seconds
        for name in _PRESSURES
    }
    over = sorted(
        (name for name in shares if shares[name] > PRESSURE_LIMIT), key=shares.__getitem__
    )
    return tuple(
        _finding(_PRESSURES[name], "saturation", f"psi.{name}.some {shares[name]:.0%}", None)
        for name in reversed(over)
    )


def _finding(resource: str, aspect: str, title: str, mount: str | None) -> Finding:
    return Finding(
        resource=resource,
        aspect=aspect,
        severity="high",
        title=title,
        culprit=Entity(kind="mount", name=mount) if mount else None,
    )


def _memory_used_ratio(meminfo: str) -> float:
    sizes = {line.split(":")[0]: int(line.split()[1]) for line in meminfo.splitlines()}
    return 1.0 - sizes["MemAvailable"] / sizes["MemTotal"]


def _filesystems(mounts: str) -> dict[str, float]:
    used = {}
    for line in mounts.splitlines():
        source, mount, *_ = line.split()
        if source.startswith("/dev/"):
            with suppress(OSError):
                state = os.statvfs(mount)
                used[mount] = 1.0 - state.f_bavail / state.f_blocks if state.f_blocks else 0.0
    return used

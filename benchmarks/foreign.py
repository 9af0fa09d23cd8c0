"""CPU time that others used during a run: such a run is marked as disturbed."""

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.host.counters import PROC, process_fields
from benchmarks.host.names import PREFIX
from benchmarks.host.undo import members
from benchmarks.noise import GROUP

DISTURBED_CPUS = 0.25
CALM_SECONDS = 2.0
_TICKS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Others:
    """CPU seconds of each process that is not ours, its ended children's too, by (pid, start)."""

    used_seconds: Mapping[tuple[int, str], float]
    names: Mapping[tuple[int, str], str]


def read_others(own: frozenset[int], groups: Path, further: Iterable[Path] = ()) -> Others:
    """All processes but the bench, its descendants, its workers and the kernel's threads."""
    fields = {pid: process_fields(pid) for pid in _pids()}
    ours = own | {pid for folder in (*_groups(groups), *further) for pid in members(folder)}
    used: dict[tuple[int, str], float] = {}
    names: dict[tuple[int, str], str] = {}
    for pid, values in fields.items():
        if values and not _descends(pid, fields, ours):
            key = (pid, values[19])
            used[key] = sum(int(ticks) for ticks in values[11:15]) / _TICKS
            names[key] = _name(pid)
    return Others(used_seconds=used, names=names)


def disturbance(before: Others, after: Others, seconds: float) -> str:
    """Who used how many CPUs, when it was enough to disturb; else nothing."""
    # Over all of them, ended ones as well: the time of a child that ended is now its parent's.
    total = (sum(after.used_seconds.values()) - sum(before.used_seconds.values())) / seconds
    if total < DISTURBED_CPUS:
        return ""
    growth = {
        key: used - before.used_seconds.get(key, 0.0) for key, used in after.used_seconds.items()
    }
    first = max(growth, key=growth.__getitem__)
    return f"{total:.1f} CPUs used by others, most of it by {after.names[first]} ({first[0]})"


def wait_for_calm(read: Callable[[], Others], most_seconds: float) -> bool:
    """Returns when others rest, or after the most: whether they do."""
    end = time.monotonic() + most_seconds
    while time.monotonic() < end:
        before = read()
        time.sleep(CALM_SECONDS)
        if not disturbance(before, read(), CALM_SECONDS):
            return True
    return False


def _pids() -> list[int]:
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()]


def _groups(home: Path) -> list[Path]:
    return [*home.glob(f"{PREFIX}*"), home / GROUP]


def _descends(pid: int, fields: Mapping[int, list[str]], ours: frozenset[int]) -> bool:
    kernel_threads = 2
    while pid > 1:
        if pid in ours or pid == kernel_threads:
            return True
        values = fields.get(pid)
        pid = int(values[1]) if values else 0
    return False


def _name(pid: int) -> str:
    with suppress(OSError):
        return (PROC / str(pid) / "comm").read_text(encoding="utf-8").strip()
    return "?"

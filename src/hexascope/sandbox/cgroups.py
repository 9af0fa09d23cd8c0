"""A cgroup for one job: memory, processes and CPU of all it starts, and a way to end them all."""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hexascope.kit import clock
from hexascope.sandbox import family
from hexascope.sandbox.contract import Limits

PREFIX = "hexascope-job-"
NEEDED = ("memory", "pids")
PERIOD_US = 100_000
MICROSECONDS = 1_000_000
NANOSECONDS = 1_000_000_000

OWN = 4
"""Processes of the sandbox itself. So it is a job's own limit that it meets first, which leaves no
line in the kernel's log either."""

SLOWED_FROM = 15 / 16
"""Share of the memory limit from which version 2 slows a job down until it is looked at."""

END_SECONDS = 3.0
"""How long the processes of a group are killed before it is left behind."""


class NoCgroup(Exception):
    """No cgroup can be made here; its words are the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The folders of a job's cgroup, by controller; in version 2 all are the same one."""

    folders: Mapping[str, Path]
    version: int

    def add(self, pid: int) -> None:
        """Move a process in, and so all it will start."""
        for folder in self._each():
            (folder / "cgroup.procs").write_text(str(pid))

    def used_cpu_s(self) -> float:
        """Give the CPU time of all processes that were ever in it; 0 where nothing counts it."""
        with suppress(OSError, ValueError, KeyError):
            if self.version == 2:
                return _table(self.folders["memory"] / "cpu.stat")["usage_usec"] / MICROSECONDS
            used = (self.folders["cpuacct"] / "cpuacct.usage").read_text()
            return int(used) / NANOSECONDS
        return 0.0

    def out_of_memory(self) -> bool:
        """Say whether its memory is full, or the kernel killed one of its processes for that.

        In version 1 the processes then wait, in version 2 they are slowed down, for someone to end
        them: the kernel's own killer would leave lines in the host's log, where an examination
        would find them.
        """
        memory = self.folders["memory"]
        with suppress(OSError, ValueError):
            if self.version == 1:
                told = _table(memory / "memory.oom_control")
                return told.get("under_oom", 0) > 0 or told.get("oom_kill", 0) > 0
            if _table(memory / "memory.events").get("oom_kill", 0) > 0:
                return True
            current = int((memory / "memory.current").read_text())
            return current >= int((memory / "memory.high").read_text())
        return False

    def processes(self) -> list[int]:
        """Give the ids of the processes in it."""
        with suppress(OSError, ValueError):
            return [int(one) for one in (self.folders["pids"] / "cgroup.procs").read_text().split()]
        return []

    def end(self) -> bool:
        """Kill all that is in it and remove it; False if that took longer than END_SECONDS."""
        ends = clock.monotonic() + END_SECONDS
        while not self._removed():
            if clock.monotonic() > ends:
                return False
            with suppress(OSError):
                (self.folders["pids"] / "cgroup.kill").write_text("1")
            family.kill(self.processes())
            clock.pause(0.002)
        return True

    def _removed(self) -> bool:
        for folder in self._each():
            with suppress(FileNotFoundError):
                try:
                    folder.rmdir()
                except OSError as error:
                    if not isinstance(error, FileNotFoundError):
                        return False
        return True

    def _each(self) -> Iterator[Path]:
        yield from dict.fromkeys(self.folders.values())


def made(limits: Limits, proc: Path = Path("/proc/self")) -> Group:
    """Make a cgroup with a job's limits, in version 2 or 1; NoCgroup says why there is none."""
    mounts, paths = _mounts(proc), _paths(proc)
    name = f"{PREFIX}{os.getpid()}-{secrets.token_hex(4)}"
    reasons = []
    for make in (_second, _first):
        try:
            return make(mounts, paths, name, limits)
        except NoCgroup as error:
            reasons.append(str(error))
        except OSError as error:
            reasons.append(f"{error.filename or 'cgroup'}: {error.strerror}")
    raise NoCgroup("; ".join(reasons))


def _second(
    mounts: Mapping[str, Path], paths: Mapping[str, str], name: str, limits: Limits
) -> Group:
    """Make it below the nearest folder that hands memory and pids on to its children."""
    if "2" not in mounts or "" not in paths:
        raise NoCgroup("cgroup 2 is not mounted")
    top = mounts["2"]
    own = top / paths[""].strip("/")
    for folder in (own, *own.parents):
        if not folder.is_relative_to(top):
            break
        if _hands_on(folder) and os.access(folder, os.W_OK):
            _sweep(folder)
            made = folder / name
            made.mkdir()
            group = Group(folders=dict.fromkeys(NEEDED, made), version=2)
            return _limited(group, _limits_2(limits))
    raise NoCgroup("cgroup 2 hands memory and pids on to no folder that is ours")


def _hands_on(folder: Path) -> bool:
    with suppress(OSError):
        return set(NEEDED) <= set((folder / "cgroup.subtree_control").read_text().split())
    return False


def _first(
    mounts: Mapping[str, Path], paths: Mapping[str, str], name: str, limits: Limits
) -> Group:
    """Make it in the folders of each controller of version 1, below the cgroup we are in."""
    folders = {}
    for controller in (*NEEDED, "cpu", "cpuacct"):
        if controller not in mounts or controller not in paths:
            if controller in NEEDED:
                raise NoCgroup(f"cgroup 1 has no {controller}")
            continue
        own = mounts[controller] / paths[controller].strip("/")
        folder = own if own.is_dir() else mounts[controller]
        if controller in NEEDED and not os.access(folder, os.W_OK):
            raise NoCgroup(f"{folder} is not writable")
        _sweep(folder)
        folders[controller] = folder / name
    group = Group(folders=folders, version=1)
    for folder in dict.fromkeys(folders.values()):
        folder.mkdir()
    return _limited(group, _limits_1(limits))


Wanted = tuple[str, str, str, bool]
"""Controller, file, value, and whether the job may not run without it."""


def _limits_2(limits: Limits) -> tuple[Wanted, ...]:
    return (
        ("memory", "memory.max", str(limits.memory_bytes), True),
        ("memory", "memory.high", str(round(limits.memory_bytes * SLOWED_FROM)), False),
        ("memory", "memory.swap.max", "0", False),
        ("pids", "pids.max", str(limits.processes + OWN), True),
        ("memory", "cpu.max", f"{round(limits.cores * PERIOD_US)} {PERIOD_US}", False),
    )


def _limits_1(limits: Limits) -> tuple[Wanted, ...]:
    memory = str(limits.memory_bytes)
    return (
        ("memory", "memory.limit_in_bytes", memory, True),
        ("memory", "memory.memsw.limit_in_bytes", memory, False),
        ("memory", "memory.oom_control", "1", False),
        ("pids", "pids.max", str(limits.processes + OWN), True),
        ("cpu", "cpu.cfs_period_us", str(PERIOD_US), False),
        ("cpu", "cpu.cfs_quota_us", str(round(limits.cores * PERIOD_US)), False),
    )


def _limited(group: Group, wanted: tuple[Wanted, ...]) -> Group:
    for controller, file, value, needed in wanted:
        try:
            (group.folders[controller] / file).write_text(value)
        except (OSError, KeyError) as error:
            if needed:
                group.end()
                raise NoCgroup(f"{file} can't be set: {error}") from None
    return group


def _sweep(folder: Path) -> None:
    """Remove what a hexascope that was killed has left here: empty groups of no living process."""
    with suppress(OSError):
        for left in folder.glob(f"{PREFIX}*"):
            owner = left.name.removeprefix(PREFIX).partition("-")[0]
            if owner.isdigit() and not Path("/proc", owner).exists():
                with suppress(OSError):
                    left.rmdir()


def _mounts(proc: Path) -> dict[str, Path]:
    """Give where each controller of version 1, and version 2 as `2`, is mounted."""
    found: dict[str, Path] = {}
    with suppress(OSError):
        for line in (proc / "mounts").read_text(errors="replace").splitlines():
            words = line.split(" ")
            if len(words) >= 4 and words[2] in {"cgroup", "cgroup2"}:
                names = ["2"] if words[2] == "cgroup2" else words[3].split(",")
                for name in names:
                    found.setdefault(name, Path(words[1]))
    return found


def _paths(proc: Path) -> dict[str, str]:
    """Give the path of our own cgroup by controller; version 2 has the empty name."""
    found: dict[str, str] = {}
    with suppress(OSError):
        for line in (proc / "cgroup").read_text(errors="replace").splitlines():
            words = line.split(":", 2)
            if len(words) == 3:
                found.update(dict.fromkeys(words[1].split(","), words[2]))
    return found


def _table(file: Path) -> dict[str, int]:
    lines = (line.split() for line in file.read_text().splitlines())
    return {words[0]: int(words[1]) for words in lines if len(words) == 2}

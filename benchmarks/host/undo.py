"""Undoes what a journal says: processes first, then everything else, newest first."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from benchmarks.errors import BenchError
from benchmarks.host.commands import run
from benchmarks.host.journal import Undo

TRIES = 100
PAUSE_SECONDS = 0.1
LAZY_AFTER_TRIES = 50


def undo(entries: Sequence[Undo]) -> list[str]:
    """Undoes all of it, goes on after a failure, and says what is left."""
    left: list[str] = []
    for entry in entries:
        if entry.what == "group":
            _attempt(_end_members, entry, left)
    for entry in reversed(entries):
        _attempt(_WAYS[entry.what], entry, left)
    return left


def members(group: Path) -> list[int]:
    """The processes of a cgroup; none when the group is gone."""
    try:
        return [int(pid) for pid in (group / "cgroup.procs").read_text().split()]
    except OSError:
        return []


def _attempt(way: Callable[[str], None], entry: Undo, left: list[str]) -> None:
    try:
        way(entry.which)
    except (BenchError, OSError) as failure:
        left.append(f"{entry.what} {entry.which}: {failure}")


def _end_members(which: str) -> None:
    # Killed again and again: a process that forks may add a child between two looks.
    group = Path(which)
    _lift_limits(group)
    for _ in range(TRIES):
        pids = members(group)
        if not pids:
            return
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(PAUSE_SECONDS)
    raise BenchError(f"processes {members(group)} did not end")


def _lift_limits(group: Path) -> None:
    # A killed process waits for its queued writes; below a throttle that takes minutes.
    for name, none in (("blkio.throttle.write_bps_device", "0"), ("io.max", "wbps=max")):
        limits = group / name
        if limits.exists():
            for line in limits.read_text().splitlines():
                limits.write_text(f"{line.split()[0]} {none}\n")


def _remove_group(which: str) -> None:
    group = Path(which)
    _end_members(which)
    _again(group.rmdir, until=lambda: not group.exists())


def _unmount(which: str) -> None:
    for turn in range(TRIES):
        if not _is_mounted(which):
            return
        lazily = ["-l"] if turn >= LAZY_AFTER_TRIES else []
        with suppress(BenchError):
            run("umount", *lazily, which)
            continue
        time.sleep(PAUSE_SECONDS)
    raise BenchError("is still mounted")


def _is_mounted(which: str) -> bool:
    mounts = Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()
    return any(line.split()[1] == which for line in mounts)


def _detach(which: str) -> None:
    def devices() -> list[str]:
        found = []
        for backing in Path("/sys/block").glob("loop*/loop/backing_file"):
            with suppress(OSError):
                # The kernel adds ' (deleted)' to the name of a file that has gone.
                if backing.read_text().strip().removesuffix(" (deleted)") == which:
                    found.append(f"/dev/{backing.parts[3]}")
        return found

    def detach() -> None:
        for device in devices():
            run("losetup", "-d", device)

    _again(detach, until=lambda: not devices())


def _swap_off(which: str) -> None:
    lines = Path("/proc/swaps").read_text(encoding="utf-8").splitlines()[1:]
    if any(line.split()[0] == which for line in lines):
        run("swapoff", which)


def _remove_namespace(which: str) -> None:
    if Path("/run/netns", which).exists():
        run("ip", "netns", "del", which)


def _remove_link(which: str) -> None:
    if Path("/sys/class/net", which).exists():
        run("ip", "link", "del", which)


def _remove_tree(which: str) -> None:
    if Path(which).exists():
        shutil.rmtree(which)


def _again(step: Callable[[], object], until: Callable[[], bool]) -> None:
    problem: Exception = BenchError("did not go away")
    for _ in range(TRIES):
        if until():
            return
        try:
            step()
        except (BenchError, OSError) as failure:
            problem = failure
        if not until():
            time.sleep(PAUSE_SECONDS)
    raise BenchError(str(problem))


_WAYS: dict[str, Callable[[str], None]] = {
    "group": _remove_group,
    "mount": _unmount,
    "loop": _detach,
    "swap": _swap_off,
    "namespace": _remove_namespace,
    "link": _remove_link,
    "tree": _remove_tree,
}

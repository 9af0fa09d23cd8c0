"""Volumes on loop devices of at most 300 MB, and swap files."""

import os
from dataclasses import dataclass
from pathlib import Path

from benchmarks.errors import BenchError
from benchmarks.host.bench import Bench
from benchmarks.host.commands import run

LARGEST_BYTES = 300 << 20
MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Disk:
    """A loop device and the file behind it."""

    file: Path
    device: Path

    @property
    def name(self) -> str:
        """As /proc/diskstats calls it."""
        return self.device.name

    @property
    def number(self) -> str:
        """As 'major:minor'."""
        number = self.device.stat().st_rdev
        return f"{os.major(number)}:{os.minor(number)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume:
    """A file system on a loop device."""

    disk: Disk
    mount: Path

    def used_ratio(self) -> float:
        """Space in use, as a share of all that a user may fill."""
        state = os.statvfs(self.mount)
        return 1.0 - state.f_bavail / state.f_blocks

    def used_bytes(self) -> float:
        """Space in use."""
        state = os.statvfs(self.mount)
        return float((state.f_blocks - state.f_bfree) * state.f_frsize)

    def remount(self, options: str) -> None:
        """Changes the options of the mount."""
        run("mount", "-o", f"remount,{options}", str(self.mount))


def make_file(bench: Bench, megabytes: int, *, filled: bool = False) -> Path:
    """A file in a folder of its own; filled ones have no holes."""
    size = megabytes * MEGABYTE
    if size > LARGEST_BYTES:
        raise BenchError(f"A file of {megabytes} MB is more than the bench may make.")
    file = bench.new_folder() / "data"
    with file.open("wb") as data:
        if filled:
            block = os.urandom(MEGABYTE)
            for _ in range(megabytes):
                data.write(block)
        else:
            data.truncate(size)
    file.chmod(0o600)
    return file


def make_disk(bench: Bench, megabytes: int) -> Disk:
    """A loop device over a fresh file."""
    file = make_file(bench, megabytes)
    bench.journal.write("loop", str(file))
    device = run("losetup", "--find", "--show", str(file)).strip()
    return Disk(file=file, device=Path(device))


def make_volume(bench: Bench, megabytes: int) -> Volume:
    """A mounted ext4 without reserved blocks, so that full means full for root as well."""
    disk = make_disk(bench, megabytes)
    run("mkfs.ext4", "-q", "-F", "-m", "0", str(disk.device))
    mount = bench.new_folder()
    bench.journal.write("mount", str(mount))
    run("mount", str(disk.device), str(mount))
    return Volume(disk=disk, mount=mount)


def add_swap(bench: Bench, megabytes: int) -> Path:
    """A swap file in use; it has no holes, as the kernel asks."""
    file = make_file(bench, megabytes, filled=True)
    run("mkswap", str(file))
    bench.journal.write("swap", str(file))
    run("swapon", str(file))
    return file

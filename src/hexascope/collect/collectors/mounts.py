"""Mounts: every filesystem that holds files, its space, and whether it answers."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hexascope.collect.contract import HostFiles, Json, NotHere, collector
from hexascope.collect.filesystems import IMAGES, PSEUDO, Mounted, mounted, unescaped
from hexascope.collect.network import known
from hexascope.domain.rows import Mount
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

SOURCE = "/proc/self/mountinfo"
MOST_NAMESPACES = 64
MOST_MOUNTS = 1_000
MOST_ASKED_CHILDREN = 16
MOST_HUNG = 2
"""Filesystems that are waited for in vain in one look: each takes two seconds."""

MOST_LIGHT_MOUNTS = 16
LIGHT_SECONDS = 0.5


class _Place(NamedTuple):
    """One mount, and through which process it is reached; 0: our own namespace."""

    mount: Mounted
    through: int

    @property
    def path(self) -> str:
        point = self.mount.point
        return f"/proc/{self.through}/root{point}" if self.through else point


def _light(host: HostFiles) -> Iterator[Reading]:
    """Follow the space of the local filesystems that can be written to."""
    seen: set[str] = set()
    places = list(mounted(host.read(SOURCE)))
    slow = _slow_points(places)
    for one in places:
        if len(seen) >= MOST_LIGHT_MOUNTS:
            return
        if not _is_writable_and_local(one, slow) or one.device_number in seen:
            continue
        try:
            told = host.call("statvfs", one.point)
        except NotHere:
            continue
        if isinstance(told, dict) and told.get("number") == one.device_number:
            seen.add(one.device_number)
            space = told.get("available")
            if isinstance(space, int):
                labels = (("number", one.device_number),)
                yield Reading("filesystem.space", labels, space, "statvfs")


def _is_writable_and_local(one: Mounted, slow: tuple[str, ...]) -> bool:
    return (
        one.kind not in PSEUDO
        and one.kind not in IMAGES
        and not _below(one.point, slow)
        and not one.is_read_only
    )


@collector(
    reads=(SOURCE, "/proc/PID/mountinfo", "/etc/fstab", "statvfs", "statvfs_child"),
    gives=("mount.count",),
    light=_light,
    light_every_seconds=LIGHT_SECONDS,
)
def mounts(host: HostFiles) -> Iterator[Mount | Reading | Missing]:
    """List mounted filesystems of all mount namespaces that have processes, with their space.

    Network and FUSE filesystems are asked from a child process that is killed after two seconds,
    and so is whatever lies below them. Of 64 namespaces at most, our own first.
    """
    wanted = dict(_fstab(host))
    asked = _Asked(host)
    seen: set[str] = set()
    count = total = 0
    for through, table in _tables(host):
        places = list(mounted(table))
        slow = _slow_points(places)
        # of several mounts of one filesystem the one that can be written to tells its space
        for one in sorted(_topmost(places), key=lambda place: place.is_read_only):
            if one.kind in PSEUDO or (through and one.device_number in seen):
                continue
            total += 1
            if count >= MOST_MOUNTS:
                continue
            count += 1
            duplicate = one.device_number in seen
            seen.add(one.device_number)
            place = _Place(one, through)
            answer = None if duplicate else asked.answer(place, _below(one.point, slow))
            yield _row(place, answer, "" if through else wanted.get(one.point, ""), duplicate)
    yield Reading("mount.count", (), count, SOURCE)
    if count < total:
        yield Reading("mount.count_total", (), total, SOURCE)
        reason = f"sampled: {count} of {total} mounts are read"
        yield Missing("mount.count_total", Status.UNREADABLE, reason)
    yield from asked.missing()


def _tables(host: HostFiles) -> Iterator[tuple[int, str]]:
    """Give the mount tables: our own, and one for each other namespace."""
    yield 0, host.read(SOURCE)
    try:
        rows = known(host, "mnt").rows
    except NotHere:
        return
    for one in rows[:MOST_NAMESPACES]:
        if one.own:
            continue
        try:
            yield one.through, host.read(f"/proc/{one.through}/mountinfo")
        except NotHere:
            continue  # it has ended, or is not ours to look at


def _topmost(places: Iterable[Mounted]) -> Iterator[Mounted]:
    """Leave out what another mount at the same place hides."""
    last = {one.point: one.number for one in places}
    yield from (one for one in places if last[one.point] == one.number)


def _slow_points(places: Iterable[Mounted]) -> tuple[str, ...]:
    return tuple(one.point for one in places if one.may_hang)


def _below(point: str, slow: tuple[str, ...]) -> bool:
    """Say whether the way to a mount leads through a filesystem that may not answer."""
    return any(point == one or point.startswith(one.rstrip("/") + "/") for one in slow)


class _Asked:
    """Asks filesystems for their space, and stops asking children when several hang."""

    def __init__(self, host: HostFiles) -> None:
        self._host = host
        self._children = self._hung = self._left = 0
        self._refused = ""

    def answer(self, place: _Place, slow: bool) -> dict[str, Json] | None:  # noqa: FBT001 - one use
        if slow:
            if self._children >= MOST_ASKED_CHILDREN or self._hung >= MOST_HUNG:
                self._left += 1
                return None
            self._children += 1
        try:
            told = self._host.call("statvfs_child" if slow else "statvfs", place.path)
        except NotHere as reason:
            if reason.status is Status.NO_PERMISSION:
                self._refused = reason.reason
            return None
        if not isinstance(told, dict):
            return None
        self._hung += told.get("hung") is True
        # hidden below another mount: what answered is another filesystem. That of btrfs numbers
        # its volumes differently in the two places
        number = told.get("number", place.mount.device_number)
        if number != place.mount.device_number and place.mount.kind != "btrfs":
            return None
        return told

    def missing(self) -> Iterator[Missing]:
        if self._left:
            reason = f"sampled: {self._left} network or FUSE filesystems were not asked"
            yield Missing("mounts", Status.UNREADABLE, reason)
        elif self._refused:
            yield Missing("mounts", Status.NO_PERMISSION, self._refused)


def _row(place: _Place, told: dict[str, Json] | None, wanted: str, duplicate: bool) -> Mount:  # noqa: FBT001 - one use
    one, told = place.mount, told or {}
    return Mount(
        one.point,
        one.device,
        one.device_number,
        one.kind,
        one.all_options,
        _count(told.get("size")),
        _count(told.get("free")),
        _count(told.get("available")),
        _count(told.get("inodes")),
        _count(told.get("inodes_free")),
        _seconds(told.get("seconds")),
        told.get("hung") is True,
        wanted,
        place.through,
        duplicate,
    )


def _count(value: Json) -> int | None:
    return value if isinstance(value, int) and value >= 0 else None


def _seconds(value: Json) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _fstab(host: HostFiles) -> Iterator[tuple[str, str]]:
    try:
        text = host.read("/etc/fstab")
    except NotHere:
        return
    for line in text.splitlines():
        words = line.split()
        if len(words) >= 4 and not words[0].startswith("#"):
            yield unescaped(words[1]), words[3]

"""Filesystems: space in two looks → what is used, how fast it fills, and when it is full."""

from collections.abc import Iterable, Iterator

from hexascope.derive.contract import deriver
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.rows import Mount
from hexascope.domain.snapshot import Missing, Window
from hexascope.domain.use import Status

SOURCE = "statvfs"
IMAGES = frozenset(("squashfs", "iso9660", "erofs", "cramfs", "romfs", "udf"))
"""Kinds that are full by nature."""

STEP_SECONDS = 0.4


@deriver()
def filesystems(window: Window, _so_far: Facts) -> Iterator[Evidence | Missing]:
    """Give the space and inodes in use of each filesystem that can be written to, and its trend.

    Used is what is in use against what is in use and available: blocks kept for root are neither.
    Images, read-only mounts and second mounts of one device are left out. An overlay whose space
    is that of another mount is that mount.
    """
    before = {(one.label, one.device_number): one for one in window.first.rows(Mount)}
    rows = window.last.rows(Mount)
    for mount in rows:
        if mount.hung or (mount.answer_s is not None and mount.answer_s > 0.1):
            yield _told("filesystem.answer_time", mount, mount.answer_s or 0.0)
        if mount.hung:
            reason = f"{mount.point} did not answer in time"
            yield Missing(
                f"filesystem.used_share{{mount={mount.label}}}", Status.UNREADABLE, reason
            )
    for mount in judged(rows):
        yield from _space(window, mount)
        then = before.get((mount.label, mount.device_number))
        if then is not None:
            yield from _trend(window, then, mount)


def judged(rows: Iterable[Mount]) -> Iterator[Mount]:
    """Give the mounts whose space means something."""
    known = list(rows)
    below = {(one.size_bytes, one.available_bytes) for one in known if one.kind != "overlay"}
    for one in known:
        if one.shown_as_duplicate or one.is_read_only or one.kind in IMAGES:
            continue
        if one.kind == "overlay" and (one.size_bytes, one.available_bytes) in below:
            continue
        if one.size_bytes and one.free_bytes is not None and one.available_bytes is not None:
            yield one


def used_bytes(mount: Mount) -> int:
    """Give the space in use."""
    return max((mount.size_bytes or 0) - (mount.free_bytes or 0), 0)


def _space(window: Window, mount: Mount) -> Iterator[Evidence]:
    used, available = used_bytes(mount), mount.available_bytes or 0
    whole = used + available
    if whole > 0:
        left = window.series("filesystem.space", number=mount.device_number)
        series = tuple((at, min(1.0, max(0.0, 1 - space / whole))) for at, space in left)
        yield _told("filesystem.used_share", mount, used / whole, series=series)
    yield _told("filesystem.available", mount, available)
    yield _told("filesystem.size", mount, mount.size_bytes or 0)
    if mount.inodes and mount.inodes_free is not None:
        share = max(mount.inodes - mount.inodes_free, 0) / mount.inodes
        yield _told("filesystem.inodes_share", mount, share)


def _trend(window: Window, then: Mount, now: Mount) -> Iterator[Evidence]:
    seconds = window.seconds_of("mount.count")
    grown = used_bytes(now) - used_bytes(then)
    if seconds <= 0 or grown <= 0 or then.size_bytes != now.size_bytes:
        return
    series = window.series("filesystem.space", number=now.device_number)
    rate = grown / seconds
    yield _told("filesystem.fill_rate", now, rate, seconds)
    yield _told("filesystem.time_to_full", now, (now.available_bytes or 0) / rate, seconds)
    steps = list(_steps(series))
    if steps:
        share = sum(step > 0 for step in steps) / len(steps)
        yield _told("filesystem.steady_share", now, share, seconds)


def _steps(series: Iterable[tuple[float, float]]) -> Iterator[float]:
    """Give by how much the space shrank in each step of about half a second."""
    begun: tuple[float, float] | None = None
    for at, space in series:
        if begun is None:
            begun = (at, space)
        elif at - begun[0] >= STEP_SECONDS:
            yield begun[1] - space
            begun = (at, space)


def _told(
    family: str,
    mount: Mount,
    value: float,
    seconds: float = 0.0,
    series: tuple[tuple[float, float], ...] = (),
) -> Evidence:
    return evidence(
        family, value, source=SOURCE, window_s=seconds, series=series, mount=mount.label
    )

"""Disks: what each device has done since boot, and what is in it now."""

import re
from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

SOURCE = "/proc/diskstats"
SECTOR = 512
"""The kernel counts in sectors of 512 bytes, whatever the device's own are."""

MOST_DEVICES = 512
MOST_LIGHT_DEVICES = 16

READS, READ_SECTORS, READ_MS = 0, 2, 3
WRITES, WRITTEN_SECTORS, WRITE_MS = 4, 6, 7
IN_FLIGHT, BUSY_MS, QUEUE_MS = 8, 9, 10
DISCARDS, FLUSHES, FLUSH_MS = 11, 15, 16
BASIC, WITH_DISCARDS, WITH_FLUSHES = 11, 15, 17

_PARTITION = re.compile(
    r"^(?:(?:sd|hd|vd|xvd)[a-z]+\d+|(?:nvme\d+n\d+|mmcblk\d+|loop\d+|md\d+)p\d+)$"
)
_NO_DISK = re.compile(r"^(?:ram\d+|sr\d+|fd\d+)$")


def is_whole(name: str) -> bool:
    """Say by its name whether a device is a whole disk, and neither a part of one nor a drive."""
    return not (_PARTITION.match(name) or _NO_DISK.match(name))


def _lines(text: str) -> Iterator[tuple[str, list[int]]]:
    """Give the devices that have ever been used, with their counters.

    Partitions are left out by their names, for a light look has no time for sysfs.
    """
    for line in text.splitlines():
        words = line.split()
        if len(words) < 3 + BASIC:
            continue  # a partition of a 2.6 kernel, or cut short
        name = words[2]
        if not is_whole(name):
            continue
        numbers = [int(word) for word in words[3:]]
        if any(numbers):
            yield name, numbers


def _light(host: HostFiles) -> Iterator[Reading]:
    known = list(_lines(host.read(SOURCE)))
    if len(known) > MOST_LIGHT_DEVICES:
        known.sort(key=lambda one: -one[1][BUSY_MS])
    for name, numbers in known[:MOST_LIGHT_DEVICES]:
        labels = (("device", name),)
        yield Reading("disk.reads", labels, numbers[READS], SOURCE)
        yield Reading("disk.writes", labels, numbers[WRITES], SOURCE)
        yield Reading("disk.read_bytes", labels, numbers[READ_SECTORS] * SECTOR, SOURCE)
        yield Reading("disk.written_bytes", labels, numbers[WRITTEN_SECTORS] * SECTOR, SOURCE)
        yield Reading("disk.read_time", labels, numbers[READ_MS] / 1e3, SOURCE)
        yield Reading("disk.write_time", labels, numbers[WRITE_MS] / 1e3, SOURCE)
        yield Reading("disk.busy_time", labels, numbers[BUSY_MS] / 1e3, SOURCE)
        yield Reading("disk.queue_time", labels, numbers[QUEUE_MS] / 1e3, SOURCE)
        yield Reading("disk.in_flight", labels, numbers[IN_FLIGHT], SOURCE)


@collector(
    reads=(SOURCE,),
    gives=(
        "disk.reads",
        "disk.read_bytes",
        "disk.read_time",
        "disk.writes",
        "disk.written_bytes",
        "disk.write_time",
        "disk.busy_time",
        "disk.queue_time",
        "disk.in_flight",
        "disk.count",
    ),
    light=_light,
)
def disks(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read the counters of every whole device that was ever used, 512 at most.

    Discards are counted since Linux 4.18, flushes since 5.5. Light looks follow the 16 devices
    that have been busy longest.
    """
    known = list(_lines(host.read(SOURCE)))
    if not known:
        raise NotHere(Status.NOT_PRESENT, f"{SOURCE} names no device that was ever used")
    known.sort(key=lambda one: -one[1][BUSY_MS])
    for name, numbers in known[:MOST_DEVICES]:
        yield from _device((("device", name),), numbers)
    kept = min(len(known), MOST_DEVICES)
    yield Reading("disk.count", (), kept, SOURCE)
    if kept < len(known):
        yield Reading("disk.count_total", (), len(known), SOURCE)
        reason = f"sampled: {kept} of {len(known)} devices are read"
        yield Missing("disk.count_total", Status.UNREADABLE, reason)


def _device(labels: tuple[tuple[str, str], ...], numbers: list[int]) -> Iterator[Reading]:
    values = {
        "disk.reads": numbers[READS],
        "disk.read_bytes": numbers[READ_SECTORS] * SECTOR,
        "disk.read_time": numbers[READ_MS] / 1e3,
        "disk.writes": numbers[WRITES],
        "disk.written_bytes": numbers[WRITTEN_SECTORS] * SECTOR,
        "disk.write_time": numbers[WRITE_MS] / 1e3,
        "disk.busy_time": numbers[BUSY_MS] / 1e3,
        "disk.queue_time": numbers[QUEUE_MS] / 1e3,
        "disk.in_flight": numbers[IN_FLIGHT],
    }
    if len(numbers) >= WITH_DISCARDS:
        values["disk.discards"] = numbers[DISCARDS]
    if len(numbers) >= WITH_FLUSHES:
        values["disk.flushes"] = numbers[FLUSHES]
        values["disk.flush_time"] = numbers[FLUSH_MS] / 1e3
    for family, value in values.items():
        yield Reading(family, labels, value, SOURCE)

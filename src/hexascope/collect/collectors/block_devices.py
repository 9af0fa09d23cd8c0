"""Block devices: what they are, and how they stand upon each other."""

import re
from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.rows import BlockDevice
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

FOLDER = "/sys/block"
MOST_DEVICES = 512
MOST_PARTITIONS = 128
SECTOR = 512

_KINDS = (
    ("nvme", "nvme"),
    ("loop", "loop"),
    ("zram", "zram"),
    ("ram", "ram"),
    ("dm-", "mapper"),
    ("md", "raid"),
    ("sd", "disk"),
    ("vd", "disk"),
    ("xvd", "disk"),
    ("hd", "disk"),
    ("mmcblk", "disk"),
)
_CHOSEN = re.compile(r"\[([\w-]+)\]")


@collector(reads=(FOLDER,), gives=("device.count",))
def block_devices(host: HostFiles) -> Iterator[BlockDevice | Reading | Missing]:
    """Read from sysfs what each block device is: its kind, its queue, and what it stands upon.

    A loop device stands upon a file of another filesystem, and is still where a limit or an error
    shows. Those that are empty are left out. Of more than 512 the first are read.
    """
    names = sorted(host.names(FOLDER))
    read = 0
    for name in names[:MOST_DEVICES]:
        device = _device(host, name)
        if device is not None:
            yield device
        read += 1
    yield Reading("device.count", (), read, FOLDER)
    if read < len(names):
        reason = f"sampled: {read} of {len(names)} block devices are read"
        yield Missing("block_devices", Status.UNREADABLE, reason)


def kind_of(name: str) -> str:
    """Give the kind of a device by its name."""
    return next((kind for start, kind in _KINDS if name.startswith(start)), "other")


def _device(host: HostFiles, name: str) -> BlockDevice | None:
    folder = f"{FOLDER}/{name}"
    number = _word(host, f"{folder}/dev")
    sectors = _number(host, f"{folder}/size")
    if not number or sectors == 0:
        return None
    kind = kind_of(name)
    rotational = _number(host, f"{folder}/queue/rotational")
    chosen = _CHOSEN.search(_word(host, f"{folder}/queue/scheduler"))
    return BlockDevice(
        name,
        number,
        kind,
        None if sectors is None else sectors * SECTOR,
        _number(host, f"{folder}/ro") == 1,
        None if rotational is None else rotational == 1,
        chosen[1] if chosen else "",
        _number(host, f"{folder}/queue/nr_requests"),
        _folder(host, f"{folder}/slaves"),
        _folder(host, f"{folder}/holders"),
        _partitions(host, folder, name),
        _word(host, f"{folder}/loop/backing_file") if kind == "loop" else "",
        "" if kind in ("loop", "ram", "zram") else _word(host, f"{folder}/device/model"),
    )


def _partitions(host: HostFiles, folder: str, name: str) -> tuple[tuple[str, str], ...]:
    if name.startswith(("dm-", "ram", "zram")):
        return ()
    inner = [one for one in _folder(host, folder) if one.startswith(name)][:MOST_PARTITIONS]
    found = ((one, _word(host, f"{folder}/{one}/dev")) for one in inner)
    return tuple((one, number) for one, number in found if number)


def _folder(host: HostFiles, path: str) -> tuple[str, ...]:
    try:
        return tuple(sorted(host.names(path)))
    except NotHere:
        return ()


def _word(host: HostFiles, path: str) -> str:
    try:
        return host.read(path).strip()
    except NotHere:
        return ""


def _number(host: HostFiles, path: str) -> int | None:
    word = _word(host, path)
    return int(word) if word.isdecimal() else None

"""Health of drives: what their drivers have counted, and what they say of themselves."""

import re
from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, Json, NotHere, collector
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

FOLDER = "/sys/block"
MOST_DEVICES = 256

_NVME = re.compile(r"^(nvme\d+)n\d+$")
_SCSI = re.compile(r"^sd[a-z]+$")
_CARD = re.compile(r"^mmcblk\d+$")


@collector(
    reads=(f"{FOLDER}/NAME/device/ioerr_cnt", "nvme_health"),
    gives=("disk.error_count", "disk.state", "disk.critical_warning", "disk.life_used"),
)
def disk_health(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read error counters and states of SCSI drives, the health log of NVMe drives, wear of cards.

    The log of an NVMe drive takes root. What a SATA drive knows of itself (SMART) takes its own
    tool, and virtual drives have none of it.
    """
    names = [
        name for name in sorted(host.names(FOLDER)) if _NVME.match(name) or _SCSI.match(name)
        or _CARD.match(name)
    ]  # fmt: skip
    if not names:
        raise NotHere(Status.VIRTUAL, "no drive here keeps counters of its health")
    for name in names[:MOST_DEVICES]:
        yield from _scsi(host, name) if _SCSI.match(name) else ()
        yield from _card(host, name) if _CARD.match(name) else ()
    for controller in sorted({found[1] for found in map(_NVME.match, names) if found}):
        yield from _nvme(host, controller)


def _scsi(host: HostFiles, name: str) -> Iterator[Reading]:
    labels = (("device", name),)
    counted = f"{FOLDER}/{name}/device/ioerr_cnt"
    told = _word(host, counted)
    if told:
        yield Reading("disk.error_count", labels, int(told, 0), counted)
    state = f"{FOLDER}/{name}/device/state"
    told = _word(host, state)
    if told:
        yield Reading("disk.state", labels, told, state)


def _card(host: HostFiles, name: str) -> Iterator[Reading]:
    """An eMMC tells its wear in steps of a tenth: 0x01 is up to 10 %, 0x0b beyond its life."""
    path = f"{FOLDER}/{name}/device/life_time"
    steps = [int(word, 16) for word in _word(host, path).split()]
    if steps and max(steps) > 0:
        yield Reading("disk.life_used", (("device", name),), max(steps) / 10, path)


def _nvme(host: HostFiles, controller: str) -> Iterator[Reading | Missing]:
    try:
        told = host.call("nvme_health", controller)
    except NotHere as reason:
        yield Missing("disk.critical_warning", reason.status, reason.reason)
        return
    if not isinstance(told, dict):
        return
    labels, source = (("device", controller),), f"nvme_health({controller})"
    yield Reading("disk.critical_warning", labels, _number(told["warning"]), source)
    yield Reading("disk.life_used", labels, _number(told["used"]) / 100, source)
    yield Reading("disk.spare_left", labels, _number(told["spare"]) / 100, source)
    yield Reading("disk.media_errors", labels, _number(told["media_errors"]), source)


def _number(value: Json) -> float:
    if not isinstance(value, int | float):
        raise TypeError("the health log holds words")
    return float(value)


def _word(host: HostFiles, path: str) -> str:
    try:
        return host.read(path).strip()
    except NotHere:
        return ""

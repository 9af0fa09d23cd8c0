"""The ways between CPU, memory and devices: PCIe links, their errors, and who can count more."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

DEVICES = "/sys/bus/pci/devices"
UNITS = "/sys/bus/event_source/devices"
PARANOID = "/proc/sys/kernel/perf_event_paranoid"
MOST_DEVICES = 256
CLASSES = {"0x01": "storage", "0x02": "network", "0x03": "graphics", "0x12": "accelerator"}
"""First byte of a PCI class that is worth a look; bridges and sensors are left out."""

LINK = (
    ("current_link_speed", "interconnect.pcie_speed"),
    ("max_link_speed", "interconnect.pcie_speed_most"),
    ("current_link_width", "interconnect.pcie_width"),
    ("max_link_width", "interconnect.pcie_width_most"),
)
REPORTED = (
    ("aer_dev_correctable", "TOTAL_ERR_COR", "corrected"),
    ("aer_dev_nonfatal", "TOTAL_ERR_NONFATAL", "nonfatal"),
    ("aer_dev_fatal", "TOTAL_ERR_FATAL", "fatal"),
)
OUTSIDE_CORES = (
    "uncore",
    "amd_df",
    "amd_l3",
    "amd_umc",
    "arm_cmn",
    "arm_dsu",
    "hisi_sccl",
    "nvidia",
)


def _text(host: HostFiles, path: str) -> str:
    try:
        return host.read(path).strip()
    except NotHere:
        return ""


def _link(host: HostFiles, device: str) -> Iterator[Reading]:
    for name, family in LINK:
        words = _text(host, f"{DEVICES}/{device}/{name}").split()
        # a device without a link (in a VM, or integrated) says 'Unknown', 0 or 255 lanes
        value = _positive(words[0]) if words else 0.0
        if 0 < value < 255:
            yield Reading(family, (("device", device),), value, f"{DEVICES}/{device}/{name}")
        else:
            return


def _positive(word: str) -> float:
    try:
        return float(word)
    except ValueError:
        return 0.0


def _errors(host: HostFiles, device: str) -> Iterator[Reading]:
    for name, total, kind in REPORTED:
        source = f"{DEVICES}/{device}/{name}"
        told = _text(host, source)
        if not told:
            return
        count = next((line.split()[1] for line in told.splitlines() if line.startswith(total)), "")
        if count.isdecimal():
            labels = (("device", device), ("kind", kind))
            yield Reading("interconnect.pcie_errors", labels, int(count), source)


@collector(
    reads=(f"{DEVICES}/*/*link*", f"{DEVICES}/*/aer_dev_*", PARANOID, UNITS),
    gives=(
        *(family for _, family in LINK),
        "interconnect.pcie_class",
        "interconnect.pcie_errors",
        "interconnect.perf_paranoid",
        "interconnect.counters",
    ),
)
def interconnect(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read PCIe links and their errors, and whether the processor's counters could be read."""
    yield from _counting(host)
    devices = sorted(host.names(DEVICES))
    links = errors = False
    for device in devices[:MOST_DEVICES]:
        kind = CLASSES.get(_text(host, f"{DEVICES}/{device}/class")[:4])
        if kind is None:
            continue
        source = f"{DEVICES}/{device}/class"
        yield Reading("interconnect.pcie_class", (("device", device),), kind, source)
        for one in (*_link(host, device), *_errors(host, device)):
            links = links or one.family == "interconnect.pcie_width"
            errors = errors or one.family == "interconnect.pcie_errors"
            yield one
    if not links:
        for _, family in LINK:
            yield Missing(family, Status.VIRTUAL, "no PCI device tells of a PCIe link of its own")
    if not errors:
        reason = "no PCI device counts errors (AER): a virtual bus, or the firmware keeps them"
        yield Missing("interconnect.pcie_errors", Status.NOT_PRESENT, reason)


def _counting(host: HostFiles) -> Iterator[Reading | Missing]:
    paranoid = _text(host, PARANOID)
    if paranoid:
        yield Reading("interconnect.perf_paranoid", (), int(paranoid), PARANOID)
    try:
        units = host.names(UNITS)
    except NotHere as gone:
        yield Missing("interconnect.counters", gone.status, gone.reason)
        return
    outside = [one for one in units if one.startswith(OUTSIDE_CORES)]
    yield Reading("interconnect.counters", (), len(outside), UNITS)

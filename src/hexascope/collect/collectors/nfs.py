"""NFS mounts: how long their servers take, and what had to be sent again."""

from collections.abc import Iterator
from dataclasses import dataclass

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.collect.filesystems import unescaped
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

SOURCE = "/proc/self/mountstats"
MOST_MOUNTS = 64
MOST_BYTES = 4 * 1024 * 1024


@dataclass(slots=True)
class _Sum:
    """What all operations of one mount add up to; times in milliseconds."""

    operations: int = 0
    sent: int = 0
    timeouts: int = 0
    round_trip: int = 0
    execute: int = 0


@collector(
    reads=(SOURCE,),
    gives=(
        "nfs.operations",
        "nfs.sent",
        "nfs.timeouts",
        "nfs.round_trip_time",
        "nfs.execute_time",
    ),
)
def nfs(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read how many operations each NFS mount did, and how long its server took, 64 mounts at most.

    The kernel's own counters are read; the server is not asked.
    """
    sums = _sums(host.read_part(SOURCE, MOST_BYTES).text)
    if not sums:
        raise NotHere(Status.NOT_PRESENT, "no NFS filesystem is mounted")
    for point, one in list(sums.items())[:MOST_MOUNTS]:
        labels = (("mount", point),)
        yield Reading("nfs.operations", labels, one.operations, SOURCE)
        yield Reading("nfs.sent", labels, one.sent, SOURCE)
        yield Reading("nfs.timeouts", labels, one.timeouts, SOURCE)
        yield Reading("nfs.round_trip_time", labels, one.round_trip / 1e3, SOURCE)
        yield Reading("nfs.execute_time", labels, one.execute / 1e3, SOURCE)
    if len(sums) > MOST_MOUNTS:
        reason = f"sampled: {MOST_MOUNTS} of {len(sums)} NFS mounts are read"
        yield Missing("nfs", Status.UNREADABLE, reason)


def _sums(text: str) -> dict[str, _Sum]:
    """Add up lines such as `READ: 4 4 0 560 64 0 3 3` below `device s:/d mounted on /m with …`."""
    sums: dict[str, _Sum] = {}
    current: _Sum | None = None
    counting = False
    for line in text.splitlines():
        if line.startswith("device "):
            head, mark, _ = line.partition(" with fstype nfs")
            counting, current = False, None
            if mark:
                point = unescaped(head.partition(" mounted on ")[2])
                current = sums.setdefault(point, _Sum())
        elif line.strip() == "per-op statistics":
            counting = True
        elif counting and current is not None:
            _add(current, line)
    return sums


def _add(total: _Sum, line: str) -> None:
    """Add `NAME: operations sent timeouts bytes_out bytes_in queue_ms round_trip_ms execute_ms`."""
    name, mark, rest = line.partition(":")
    numbers = rest.split()
    if not mark or len(numbers) < 8 or not name.strip():
        return
    total.operations += int(numbers[0])
    total.sent += int(numbers[1])
    total.timeouts += int(numbers[2])
    total.round_trip += int(numbers[6])
    total.execute += int(numbers[7])

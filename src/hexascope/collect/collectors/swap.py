"""Swap areas, from /proc/swaps."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status

SOURCE = "/proc/swaps"
MOST_AREAS = 64


@collector(reads=(SOURCE,), gives=("swap.size", "swap.used"))
def swap(host: HostFiles) -> Iterator[Reading]:
    """Read the size and the use of each swap area; a host without swap says so."""
    rows = [line.split() for line in host.read(SOURCE).splitlines()[1:]]
    if not rows:
        raise NotHere(Status.NOT_PRESENT, "no swap is set up on this host")
    for area, _kind, size, used, *_ in rows[:MOST_AREAS]:
        yield Reading("swap.size", (("area", area),), int(size) * 1024, SOURCE)
        yield Reading("swap.used", (("area", area),), int(used) * 1024, SOURCE)

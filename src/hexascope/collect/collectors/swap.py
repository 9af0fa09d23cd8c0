"""Swap areas, from /proc/swaps."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

SOURCE = "/proc/swaps"
HEADING = "Filename"
MOST_AREAS = 64
"""The kernel itself allows fewer than 32."""


@collector(reads=(SOURCE,), gives=("swap.size", "swap.used"))
def swap(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read the size and the use of each swap area; a host without swap says so."""
    heading, *lines = host.read(SOURCE).splitlines() or [""]
    if not heading.startswith(HEADING):  # an empty file is not a host without swap
        raise ValueError(f"{SOURCE} does not begin with its heading")
    rows = [line.split() for line in lines]
    if not rows:
        raise NotHere(Status.NOT_PRESENT, "no swap is set up on this host")
    areas = [(area, int(size), int(used)) for area, _kind, size, used, *_ in rows[:MOST_AREAS]]
    for area, size, used in areas:
        yield Reading("swap.size", (("area", area),), size * 1024, SOURCE)
        yield Reading("swap.used", (("area", area),), used * 1024, SOURCE)
    if len(rows) > MOST_AREAS:
        told = f"sampled: {MOST_AREAS} of {len(rows)} swap areas were read"
        yield Missing("swap.size", Status.UNREADABLE, told)

"""NUMA: allocations that another node had to serve; and memory errors of the window."""

from collections.abc import Iterator

from hexascope.derive.contract import deriver
from hexascope.derive.growths import growths
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.snapshot import Window

LEAST_ALLOCATIONS = 1000
"""Below so many allocations in the window a share says nothing."""


@deriver()
def numa(window: Window, _so_far: Facts) -> Iterator[Evidence]:
    """Give each node's share of misses in the window, and what EDAC counted meanwhile."""
    nodes = sorted({dict(reading.labels)["node"] for reading in window.last.of("numa.count")})
    for node in nodes:
        hit = window.growth("numa.count", name="numa_hit", node=node)
        # what was wanted here and came from elsewhere; 'numa_miss' is what others wanted elsewhere
        foreign = window.growth("numa.count", name="numa_foreign", node=node)
        if hit is not None and foreign is not None and hit + foreign >= LEAST_ALLOCATIONS:
            yield evidence(
                "numa.miss_share",
                foreign / (hit + foreign),
                source=f"/sys/devices/system/node/node{node}/numastat",
                window_s=window.seconds_of("numa.count"),
                node=node,
            )
    yield from growths(window, "memory.corrected_errors", "memory.errors_corrected")
    yield from growths(window, "memory.uncorrected_errors", "memory.errors_uncorrected")
    yield from _sources(window)


def _sources(window: Window) -> Iterator[Evidence]:
    """Give how many report memory errors; a kernel without the one may well have the other."""
    controllers = len(list(window.last.of("memory.corrected_errors")))
    given_up = window.last.reading("memory.size", **{"class": "HardwareCorrupted"})
    number = controllers + (given_up is not None)
    if number:
        source = "/sys/devices/system/edac/mc, /proc/meminfo"
        yield evidence("memory.error_sources", number, source=source)

"""The network code of each CPU: packets handled, thrown away, and work left over."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, collector
from hexascope.domain.snapshot import Reading

SOURCE = "/proc/net/softnet_stat"
COLUMNS = ("softnet.packet_count", "softnet.drop_count", "softnet.squeeze_count")
CPU_COLUMN = 12
"""Where newer kernels write the CPU's number; older ones have a line for each online CPU only."""

MOST_CPUS = 64


def _readings(host: HostFiles) -> Iterator[Reading]:
    totals = [0] * len(COLUMNS)
    rows = [line.split() for line in host.read(SOURCE).splitlines()]
    for place, row in enumerate(rows):
        counts = [int(one, 16) for one in row[: len(COLUMNS)]]
        totals = [sum(pair) for pair in zip(totals, counts, strict=True)]
        cpu = int(row[CPU_COLUMN], 16) if len(row) > CPU_COLUMN else place
        if len(rows) <= MOST_CPUS:
            for family, count in zip(COLUMNS, counts, strict=True):
                yield Reading(family, (("cpu", str(cpu)),), count, SOURCE)
    for family, total in zip(COLUMNS, totals, strict=True):
        yield Reading(family, (("cpu", "all"),), total, SOURCE)


def _light(host: HostFiles) -> Iterator[Reading]:
    return (one for one in _readings(host) if one.labels == (("cpu", "all"),))


@collector(reads=(SOURCE,), gives=COLUMNS, light=_light)
def softnet(host: HostFiles) -> Iterator[Reading]:
    """Read what each CPU's network code handled, dropped, and left for later (hexadecimal)."""
    yield from _readings(host)

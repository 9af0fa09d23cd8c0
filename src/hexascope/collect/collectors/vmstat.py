"""Events of memory management, from /proc/vmstat."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, collector
from hexascope.domain.snapshot import Reading

SOURCE = "/proc/vmstat"
WANTED = (
    "pswpin",
    "pswpout",
    "pgmajfault",
    "pgscan_direct",
    "pgscan_kswapd",
    "pgsteal_direct",
    "pgsteal_kswapd",
    "allocstall_normal",
    "allocstall_movable",
    "workingset_refault",
    "workingset_refault_anon",
    "workingset_refault_file",
    "workingset_thrashing",
    "oom_kill",
    "compact_stall",
    "compact_fail",
    "compact_success",
    "thp_fault_alloc",
    "thp_fault_fallback",
    "thp_split_page",
    "numa_hit",
    "numa_miss",
    "numa_foreign",
    "nr_dirty",
    "nr_writeback",
    "drop_slab",
    "drop_pagecache",
)
ZONES = ("dma", "dma32", "normal", "high", "movable")
BY_ZONE = {
    f"{name}_{zone}": name
    for name in ("pgscan_direct", "pgscan_kswapd", "pgsteal_direct", "pgsteal_kswapd")
    for zone in ZONES
}
"""Before 4.8 these were counted for each zone, and allocstall in one number for all."""

OLD_NAMES = {**BY_ZONE, "allocstall": "allocstall_normal"}
LIGHT = frozenset({"pswpin", "pswpout", "pgmajfault", "pgscan_direct", "oom_kill"})


def _readings(host: HostFiles, wanted: frozenset[str]) -> Iterator[Reading]:
    sums: dict[str, int] = {}
    whole, _, _cut = host.read(SOURCE).rpartition("\n")
    for line in whole.splitlines():
        name, _, value = line.partition(" ")
        if name in OLD_NAMES and OLD_NAMES[name] in wanted:
            known = OLD_NAMES[name]
            sums[known] = sums.get(known, 0) + int(value)
        elif name in wanted:
            yield Reading("vmstat.count", (("name", name),), int(value), SOURCE)
    for name, total in sums.items():
        yield Reading("vmstat.count", (("name", name),), total, SOURCE)


def _light(host: HostFiles) -> Iterator[Reading]:
    return _readings(host, LIGHT)


@collector(reads=(SOURCE,), gives=("vmstat.count",), light=_light)
def vmstat(host: HostFiles) -> Iterator[Reading]:
    """Read how often memory was searched, swapped, faulted in, put together, or run out."""
    yield from _readings(host, frozenset(WANTED))

"""Neighbour tables (ARP and NDP): how full, and who does not answer."""

from collections import Counter
from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.collect.network import known
from hexascope.domain.snapshot import Reading

MOST_NAMESPACES = 32
VERSIONS = ("ipv4", "ipv6")


@collector(
    reads=("neighbours", "/proc/sys/net/ipv4/neigh/default/gc_thresh3", "/proc/net/stat/arp_cache"),
    gives=("neighbour.count", "neighbour.total", "neighbour.limit", "neighbour.overflows"),
)
def neighbours(host: HostFiles) -> Iterator[Reading]:
    """Count the neighbours of each network namespace by state; the limit is that of the host."""
    totals: Counter[str] = Counter()
    for namespace in known(host).rows[:MOST_NAMESPACES]:
        try:
            told = host.call("neighbours", str(namespace.through))
        except NotHere:
            continue
        for what, count in told.items() if isinstance(told, dict) else ():
            version, state = what.split()
            number = int(str(count))
            # permanent and noarp entries do not count against the limit
            totals[version] += number if state not in ("permanent", "noarp") else 0
            labels = (("namespace", namespace.name), ("state", state), ("version", version))
            yield Reading("neighbour.count", labels, number, "neighbours")
    for version in VERSIONS:
        source = f"/proc/sys/net/{version}/neigh/default/gc_thresh3"
        try:
            yield Reading(
                "neighbour.limit", (("version", version),), int(host.read(source)), source
            )
        except NotHere:  # only the host's own namespace shows it
            continue
        yield Reading("neighbour.total", (("version", version),), totals[version], "neighbours")
    yield from _overflows(host)


def _overflows(host: HostFiles) -> Iterator[Reading]:
    for version, file in zip(VERSIONS, ("arp_cache", "ndisc_cache"), strict=True):
        path = f"/proc/net/stat/{file}"
        try:
            heading, *lines = host.read(path).splitlines()
        except NotHere:
            continue
        place = heading.split().index("table_fulls")
        total = sum(int(line.split()[place], 16) for line in lines)
        yield Reading("neighbour.overflows", (("version", version),), total, path)

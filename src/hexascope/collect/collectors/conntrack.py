"""Connection tracking: how full the table is, and what it dropped. And the range of ports."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, Json, NotHere, collector
from hexascope.collect.network import known
from hexascope.domain.rows import Namespace
from hexascope.domain.snapshot import Reading

MOST_NAMESPACES = 32
DROPS = ("insert_failed", "drop", "early_drop")
NUMBERS = {
    "netfilter/nf_conntrack_count": "conntrack.entries",
    "netfilter/nf_conntrack_max": "conntrack.limit",
    "core/somaxconn": "listener.backlog_limit",
}


@collector(
    reads=("net_settings", "/proc/PID/net/stat/nf_conntrack"),
    gives=("conntrack.entries", "conntrack.limit", "conntrack.drops", "port.range"),
)
def conntrack(host: HostFiles) -> Iterator[Reading]:
    """Read the connection tracking table's use and drops, and the range of ephemeral ports.

    Both belong to a network namespace; the first 32 are asked. Without the module there is none.
    """
    refused: NotHere | None = None
    for namespace in known(host).rows[:MOST_NAMESPACES]:
        try:
            yield from _settings(namespace, host.call("net_settings", str(namespace.through)))
            yield from _drops(host, namespace)
        except NotHere as reason:
            refused = reason
    if refused is not None:
        raise refused


def _settings(namespace: Namespace, told: Json) -> Iterator[Reading]:
    if not isinstance(told, dict):
        return
    labels = (("namespace", namespace.name),)
    for name, family in NUMBERS.items():
        if name in told:
            yield Reading(family, labels, int(str(told[name])), f"/proc/sys/net/{name}")
    bounds = str(told.get("ipv4/ip_local_port_range", "")).split()
    if len(bounds) == 2:
        ports = int(bounds[1]) - int(bounds[0]) + 1
        source = "/proc/sys/net/ipv4/ip_local_port_range"
        yield Reading("port.range", labels, ports, source)
        yield Reading("port.range_first", labels, int(bounds[0]), source)


def _drops(host: HostFiles, namespace: Namespace) -> Iterator[Reading]:
    """Sum what each CPU counted; the numbers are hexadecimal."""
    path = f"/proc/{namespace.through}/net/stat/nf_conntrack"
    try:
        heading, *lines = host.read(path).splitlines()
    except NotHere:  # no connection tracking in this kernel
        return
    names = heading.split()
    sums = dict.fromkeys(DROPS, 0)
    for line in lines:
        for name, value in zip(names, line.split(), strict=False):
            if name in sums:
                sums[name] += int(value, 16)
    for name, total in sums.items():
        labels = (("name", name), ("namespace", namespace.name))
        yield Reading("conntrack.drops", labels, total, path)

"""NUMA nodes: their memory, and allocations that another node had to serve."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status

FOLDER = "/sys/devices/system/node"
MOST_NODES = 64


@collector(reads=(FOLDER,), gives=("numa.memory", "numa.count"))
def numa(host: HostFiles) -> Iterator[Reading]:
    """Read each node's memory and its allocations by where they were served.

    With one node there is nothing to tell: every access is local.
    """
    nodes = sorted(
        name for name in host.names(FOLDER) if name.startswith("node") and name[4:].isdigit()
    )
    if len(nodes) < 2:
        raise NotHere(Status.NOT_PRESENT, "this host has a single NUMA node")
    for node in nodes[:MOST_NODES]:
        source = f"{FOLDER}/{node}/meminfo"
        for line in host.read(source).splitlines():
            name, _, rest = line.partition(":")
            known = {"MemTotal": "total", "MemFree": "free"}.get(name.split()[-1])
            if known:
                labels = (("class", known), ("node", node[4:]))
                yield Reading("numa.memory", labels, int(rest.split()[0]) * 1024, source)
        source = f"{FOLDER}/{node}/numastat"
        for line in host.read(source).splitlines():
            name, value = line.split()
            yield Reading("numa.count", (("name", name), ("node", node[4:])), int(value), source)

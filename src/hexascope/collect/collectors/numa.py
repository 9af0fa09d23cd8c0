"""NUMA nodes: their memory, and allocations that another node had to serve."""

from collections.abc import Callable, Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

FOLDER = "/sys/devices/system/node"
MOST_NODES = 64
CLASSES = {"MemTotal:": "total", "MemFree:": "free"}


@collector(reads=(FOLDER,), gives=("numa.memory", "numa.count"))
def numa(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read each node's memory and its allocations by where they were served.

    With one node there is nothing to tell: every access is local.
    """
    nodes = sorted(
        int(name[4:])
        for name in host.names(FOLDER)
        if name.startswith("node") and name[4:].isdecimal()
    )
    if len(nodes) < 2:
        raise NotHere(Status.NOT_PRESENT, "this host has a single NUMA node")
    for family, read in (("numa.memory", _memory), ("numa.count", _counts)):
        yield from _of_nodes(host, family, read, [str(node) for node in nodes[:MOST_NODES]])
        if len(nodes) > MOST_NODES:
            reason = f"sampled: {MOST_NODES} of {len(nodes)} NUMA nodes were read"
            yield Missing(family, Status.UNREADABLE, reason)


def _of_nodes(
    host: HostFiles, family: str, read: Callable[[HostFiles, str], list[Reading]], nodes: list[str]
) -> Iterator[Reading | Missing]:
    """Read a file of each node; one that can't be read must not hide the others."""
    for node in nodes:
        try:
            yield from read(host, node)
        except NotHere as gone:  # a node may be taken offline at any time
            yield Missing(family, gone.status, gone.reason)
        except (ValueError, LookupError) as error:
            reason = f"what node {node} tells made no sense ({error})"
            yield Missing(family, Status.UNREADABLE, reason)


def _memory(host: HostFiles, node: str) -> list[Reading]:
    source = f"{FOLDER}/node{node}/meminfo"
    found = []
    for line in host.read(source).splitlines():
        _node, _number, name, value, *_ = line.split()
        if name in CLASSES:
            labels = (("class", CLASSES[name]), ("node", node))
            found.append(Reading("numa.memory", labels, int(value) * 1024, source))
    if not found:
        raise ValueError(f"{source} tells no size")
    return found


def _counts(host: HostFiles, node: str) -> list[Reading]:
    source = f"{FOLDER}/node{node}/numastat"
    found = []
    for line in host.read(source).splitlines():
        name, value = line.split()
        found.append(Reading("numa.count", (("name", name), ("node", node)), int(value), source))
    if not found:
        raise ValueError(f"{source} is empty")
    return found

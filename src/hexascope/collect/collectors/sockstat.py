"""Totals of sockets and of the memory that TCP and UDP hold."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.collect.network import known, light
from hexascope.domain.rows import Namespace
from hexascope.domain.snapshot import Reading

PAGE_BYTES = 4096
LIMITS = "/proc/sys/net/ipv4/tcp_mem"


def _light(host: HostFiles) -> Iterator[Reading]:
    for namespace in light(host):
        try:
            yield from _of(host, namespace)
        except NotHere:
            continue


@collector(
    reads=("/proc/PID/net/sockstat", LIMITS, "/proc/sys/net/ipv4/tcp_max_orphans"),
    gives=("sockstat.count", "sockstat.memory_bytes", "tcp.memory_limit", "tcp.orphan_limit"),
    light=_light,
    light_every_seconds=0.5,
)
def sockstat(host: HostFiles) -> Iterator[Reading]:
    """Read how many sockets of each kind there are, exact even where tables are only sampled.

    Memory is that of the whole host, in whichever namespace it is read.
    """
    for namespace in known(host).rows:
        try:
            yield from _of(host, namespace)
        except NotHere:  # its process has ended meanwhile
            continue
    for name, pages in zip(("low", "pressure", "high"), host.read(LIMITS).split(), strict=True):
        labels = (("name", name),)
        yield Reading("tcp.memory_limit", labels, int(pages) * PAGE_BYTES, LIMITS)
    source = "/proc/sys/net/ipv4/tcp_max_orphans"
    yield Reading("tcp.orphan_limit", (), int(host.read(source)), source)


def _of(host: HostFiles, namespace: Namespace) -> Iterator[Reading]:
    path = f"/proc/{namespace.through}/net/sockstat"
    for line in host.read(path).splitlines():
        protocol, *fields = line.split()
        name = protocol.rstrip(":").lower()
        for what, value in zip(fields[::2], fields[1::2], strict=True):
            if what == "mem":
                if namespace.own:
                    labels: tuple[tuple[str, str], ...] = (("protocol", name),)
                    yield Reading("sockstat.memory_bytes", labels, int(value) * PAGE_BYTES, path)
            elif name in ("tcp", "udp"):
                labels = (("namespace", namespace.name), ("protocol", name), ("state", what))
                yield Reading("sockstat.count", labels, int(value), path)

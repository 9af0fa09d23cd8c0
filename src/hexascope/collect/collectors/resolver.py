"""How names are resolved: name servers and search lists, as each mount namespace sees them."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.collect.network import known
from hexascope.domain.snapshot import Reading

MOST_NAMESPACES = 32
MOST_SERVERS = 3
"""More than three are ignored by the C library (MAXNS)."""


@collector(
    reads=("/proc/PID/root/etc/resolv.conf",),
    gives=("resolver.server", "resolver.search_domains", "resolver.ndots"),
)
def resolver(host: HostFiles) -> Iterator[Reading]:
    """Read resolv.conf once for each mount namespace that has processes; 32 at most."""
    refused: NotHere | None = None
    given = False
    for namespace in known(host, "mnt").rows[:MOST_NAMESPACES]:
        start = "" if namespace.own else f"/proc/{namespace.through}/root"
        path = f"{start}/etc/resolv.conf"
        try:
            text = host.read(path)
        except NotHere as reason:
            refused = reason
            continue
        given = True
        yield from _told(text, namespace.name, path)
    if refused is not None and not given:
        raise refused


def _told(text: str, namespace: str, path: str) -> Iterator[Reading]:
    servers = 0
    domains = 0
    ndots = 1
    for line in text.splitlines():
        word, *rest = line.split("#")[0].split() or [""]
        if word == "nameserver" and rest and servers < MOST_SERVERS:
            servers += 1
            labels = (("namespace", namespace), ("position", str(servers)))
            yield Reading("resolver.server", labels, rest[0], path)
        elif word in ("search", "domain"):
            domains = len(rest)
        elif word == "options":
            for option in rest:
                name, _, value = option.partition(":")
                if name == "ndots" and value.isdecimal():
                    ndots = min(int(value), 15)
    yield Reading("resolver.search_domains", (("namespace", namespace),), domains, path)
    yield Reading("resolver.ndots", (("namespace", namespace),), ndots, path)

"""Network namespaces that have processes."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, collector
from hexascope.collect.network import known
from hexascope.domain.rows import Namespace
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status


@collector(reads=("namespaces", "/proc/PID/ns/net"), gives=("namespace.count",))
def namespaces(host: HostFiles) -> Iterator[Namespace | Reading | Missing]:
    """List the network namespaces that have processes, each with a process to see it through.

    At most 256, our own first. Whose link may not be read (other users', without root) is counted.
    """
    seen = known(host)
    yield from seen.rows
    yield Reading("namespace.count", (), seen.total, "/proc/PID/ns/net")
    if len(seen.rows) < seen.total:
        reason = f"sampled: {len(seen.rows)} of {seen.total} namespaces are looked into"
        yield Missing("namespaces", Status.UNREADABLE, reason)
    elif seen.refused:
        reason = f"the network namespaces of {seen.refused} processes may not be read"
        yield Missing("namespaces", Status.NO_PERMISSION, reason)

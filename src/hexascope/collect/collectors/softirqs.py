"""Soft interrupts: what the kernel does on behalf of packets, timers and disks."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, collector
from hexascope.domain.snapshot import Reading

SOURCE = "/proc/softirqs"
MOST_CPUS = 64
"""Up to so many CPUs are told one by one; above that their sum alone."""


@collector(reads=(SOURCE,), gives=("softirq.count",))
def softirqs(host: HostFiles) -> Iterator[Reading]:
    """Read how often each kind of soft interrupt ran, on each CPU and on all."""
    head, *lines = host.read(SOURCE).splitlines()
    cpus = [one.removeprefix("CPU") for one in head.split()]
    for line in lines:
        kind, _, rest = line.partition(":")
        counts = [int(one) for one in rest.split()]
        name = ("kind", kind.strip())
        yield Reading("softirq.count", (("cpu", "all"), name), sum(counts), SOURCE)
        if len(cpus) <= MOST_CPUS:
            for cpu, count in zip(cpus, counts, strict=False):
                yield Reading("softirq.count", (("cpu", cpu), name), count, SOURCE)

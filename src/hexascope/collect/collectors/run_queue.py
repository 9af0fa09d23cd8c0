"""The run queues: how long tasks stood ready and waited, by CPU."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, collector
from hexascope.domain.snapshot import Reading

SOURCE = "/proc/schedstat"
RUN_DELAY = 8
"""Field of a CPU's line with the nanoseconds that tasks waited; the same since version 15."""

MOST_CPUS = 256


@collector(reads=(SOURCE,), gives=("scheduler.run_delay_time",))
def run_queue(host: HostFiles) -> Iterator[Reading]:
    """Read each CPU's run delay, where the kernel was built with CONFIG_SCHEDSTATS."""
    total = 0.0
    rows = [line.split() for line in host.read(SOURCE).splitlines() if line.startswith("cpu")]
    for row in rows:
        waited = int(row[RUN_DELAY]) / 1e9
        total += waited
        if len(rows) <= MOST_CPUS:
            labels = (("cpu", row[0][3:]),)
            yield Reading("scheduler.run_delay_time", labels, waited, SOURCE)
    if rows:
        yield Reading("scheduler.run_delay_time", (("cpu", "all"),), total, SOURCE)

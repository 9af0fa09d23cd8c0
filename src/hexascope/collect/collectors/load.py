"""The load average: tasks that ran, were ready to run, or waited uninterruptibly."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, collector
from hexascope.domain.snapshot import Reading

SOURCE = "/proc/loadavg"


@collector(reads=(SOURCE,), gives=("load.average", "load.tasks"))
def load(host: HostFiles) -> Iterator[Reading]:
    """Read the load averages and the number of tasks. No verdict on CPUs rests on them alone."""
    one, five, fifteen, tasks = host.read(SOURCE).split()[:4]
    for minutes, value in (("1", one), ("5", five), ("15", fifteen)):
        yield Reading("load.average", (("minutes", minutes),), float(value), SOURCE)
    yield Reading("load.tasks", (), int(tasks.partition("/")[2]), SOURCE)

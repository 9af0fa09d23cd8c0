"""Machine checks: the CPU's own reports of faulty hardware."""

from collections.abc import Iterator

from hexascope.collect.contract import READ_LIMIT, HostFiles, NotHere, collector
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status

SOURCE = "/proc/interrupts"
LINE = "MCE:"


@collector(reads=(SOURCE,), gives=("hardware.machine_checks",))
def machine_check(host: HostFiles) -> Iterator[Reading]:
    """Read how many machine check exceptions there were (the MCE line of /proc/interrupts)."""
    for line in host.read_part(SOURCE, 4 * READ_LIMIT).text.splitlines():
        if line.lstrip().startswith(LINE):
            counts = [int(one) for one in line.split()[1:] if one.isdecimal()]
            yield Reading("hardware.machine_checks", (), sum(counts), SOURCE)
            return
    raise NotHere(Status.NOT_PRESENT, f"{SOURCE} has no line {LINE} the kernel does not count them")

"""The kernel's own locks: how long they are held and waited for, where the kernel counts it."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status

SOURCE = "/proc/lock_stat"
SWITCH = "/proc/sys/kernel/lock_stat"
MOST_BYTES = 4 * 1024 * 1024
MOST_LOCKS = 20
"""The locks that were waited for most; a kernel has thousands."""

WAIT_TOTAL, HOLD_TOTAL = 4, 10
"""Columns behind the name: contentions, then waits (least, most, total, mean) in µs, …"""


@collector(reads=(SOURCE, SWITCH), gives=("lock.wait_total", "lock.hold_total"))
def kernel_locks(host: HostFiles) -> Iterator[Reading]:
    """Read the twenty locks that were waited for most.

    Only kernels built with CONFIG_LOCK_STAT have the file, and counting costs so much that it is
    off until somebody turns it on; production kernels seldom have it.
    """
    text = host.read_part(SOURCE, MOST_BYTES).text
    if host.read(SWITCH).strip() == "0":
        raise NotHere(Status.NOT_SUPPORTED, "the kernel can count locks, but kernel.lock_stat is 0")
    rows = []
    for line in text.splitlines():
        name, colon, rest = line.partition(":")
        words = rest.split()
        if colon and len(words) > HOLD_TOTAL and words[0].isdigit():
            rows.append((float(words[WAIT_TOTAL]), float(words[HOLD_TOTAL]), name.strip()))
    for waited, held, name in sorted(rows, reverse=True)[:MOST_LOCKS]:
        yield Reading("lock.wait_total", (("lock", name),), waited / 1e6, SOURCE)
        yield Reading("lock.hold_total", (("lock", name),), held / 1e6, SOURCE)

"""The kernel's own caches: the largest of them, and names cached in vain."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Missing, Reading

SLABS = "/proc/slabinfo"
DENTRIES = "/proc/sys/fs/dentry-state"
LARGEST = 10
NEGATIVE = 4
"""Which number of dentry-state counts negative dentries (since 5.0; 0 before)."""


@collector(reads=(SLABS, DENTRIES), gives=("memory.slab_cache", "memory.negative_dentries"))
def slab(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read the ten largest slab caches (root only) and the count of negative dentries."""
    yield Reading(
        "memory.negative_dentries", (), int(host.read(DENTRIES).split()[NEGATIVE]), DENTRIES
    )
    try:
        lines = host.read(SLABS).splitlines()
    except NotHere as reason:
        yield Missing("memory.slab_cache", reason.status, reason.reason)
        return
    sizes = []
    for line in lines[2:]:
        name, _active, objects, size, *_ = line.split()
        sizes.append((int(objects) * int(size), name))
    for size_bytes, name in sorted(sizes, reverse=True)[:LARGEST]:
        yield Reading("memory.slab_cache", (("cache", name),), size_bytes, SLABS)

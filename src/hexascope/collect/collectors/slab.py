"""The kernel's own caches: the largest of them, and names cached in vain."""

from collections import Counter
from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

SLABS = "/proc/slabinfo"
DENTRIES = "/proc/sys/fs/dentry-state"
LARGEST = 10
HEADING = 2
"""Lines before the first cache: the version, and the names of the columns."""

NEGATIVE = 4
"""Which number of dentry-state counts negative dentries."""


@collector(reads=(SLABS, DENTRIES), gives=("memory.slab_cache", "memory.negative_dentries"))
def slab(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read the ten largest slab caches (root only) and the count of negative dentries."""
    for family, source, read in (
        ("memory.negative_dentries", DENTRIES, _names_in_vain),
        ("memory.slab_cache", SLABS, _largest),
    ):
        try:
            yield from read(host)
        except NotHere as reason:
            yield Missing(family, reason.status, reason.reason)
        except (ValueError, LookupError) as error:  # must not hide the other
            yield Missing(family, Status.UNREADABLE, f"{source} made no sense ({error})")


def _names_in_vain(host: HostFiles) -> Iterator[Reading]:
    number = int(host.read(DENTRIES).split()[NEGATIVE])
    if number == 0:
        # before 5.0 this column was a filler; since then some program always asks in vain
        raise NotHere(Status.NOT_SUPPORTED, f"{DENTRIES}: this kernel does not count them")
    yield Reading("memory.negative_dentries", (), number, DENTRIES)


def _largest(host: HostFiles) -> Iterator[Reading]:
    sizes: Counter[str] = Counter()
    for line in host.read(SLABS).splitlines()[HEADING:]:
        name, _active, objects, size, *_ = line.split()
        sizes[name] += int(objects) * int(size)  # two drivers may give a cache the same name
    if not sizes:
        raise ValueError("it lists no cache")
    for name, size_bytes in sizes.most_common(LARGEST):
        yield Reading("memory.slab_cache", (("cache", name),), size_bytes, SLABS)

"""The kernel's pool of randomness."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, collector
from hexascope.domain.snapshot import Reading

FOLDER = "/proc/sys/kernel/random"


@collector(reads=(FOLDER,), gives=("entropy.available", "entropy.pool"))
def entropy(host: HostFiles) -> Iterator[Reading]:
    """Read how many bits of randomness are in the pool, and how many it holds.

    Since 5.18 the pool stays full once it was seeded: only early after boot there can be a lack.
    """
    for family, file in (("entropy.available", "entropy_avail"), ("entropy.pool", "poolsize")):
        source = f"{FOLDER}/{file}"
        yield Reading(family, (), int(host.read(source)), source)

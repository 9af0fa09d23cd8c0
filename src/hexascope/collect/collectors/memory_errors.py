"""Memory errors that the hardware reports through EDAC."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status

FOLDER = "/sys/devices/system/edac/mc"
MOST_CONTROLLERS = 64


@collector(reads=(FOLDER,), gives=("memory.corrected_errors", "memory.uncorrected_errors"))
def memory_errors(host: HostFiles) -> Iterator[Reading]:
    """Read how many memory errors each controller corrected, and could not correct."""
    controllers = sorted(name for name in host.names(FOLDER) if name.startswith("mc"))
    if not controllers:
        raise NotHere(Status.NOT_PRESENT, "no memory controller reports errors (EDAC) here")
    for name in controllers[:MOST_CONTROLLERS]:
        for file, family in (
            ("ce_count", "memory.corrected_errors"),
            ("ue_count", "memory.uncorrected_errors"),
        ):
            source = f"{FOLDER}/{name}/{file}"
            yield Reading(family, (("controller", name),), int(host.read(source)), source)

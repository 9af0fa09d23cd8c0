"""Memory errors that the hardware reports through EDAC."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.evidence import key
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

FOLDER = "/sys/devices/system/edac/mc"
MOST_CONTROLLERS = 64
FILES = {"memory.corrected_errors": "ce_count", "memory.uncorrected_errors": "ue_count"}


@collector(reads=(FOLDER,), gives=tuple(FILES))
def memory_errors(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read how many memory errors each controller corrected, and could not correct."""
    # beside them lie `power`, `uevent` and the like
    numbers = sorted(
        int(name[2:])
        for name in host.names(FOLDER)
        if name.startswith("mc") and name[2:].isdecimal()
    )
    if not numbers:
        raise NotHere(Status.NOT_PRESENT, "no memory controller reports errors (EDAC) here")
    for family, file in FILES.items():
        told = [_count(host, family, file, f"mc{one}") for one in numbers[:MOST_CONTROLLERS]]
        yield from told
        refused = [one for one in told if isinstance(one, Missing)]
        if len(refused) == len(told):
            yield Missing(family, refused[0].status, refused[0].reason)
        elif len(numbers) > MOST_CONTROLLERS:
            reason = f"sampled: {MOST_CONTROLLERS} of {len(numbers)} memory controllers were read"
            yield Missing(family, Status.UNREADABLE, reason)


def _count(host: HostFiles, family: str, file: str, controller: str) -> Reading | Missing:
    """Read one count; a controller that can't be read must not hide the others."""
    labels, source = (("controller", controller),), f"{FOLDER}/{controller}/{file}"
    try:
        return Reading(family, labels, int(host.read(source)), source)
    except NotHere as gone:
        return Missing(key(family, labels), gone.status, gone.reason)
    except ValueError as error:
        reason = f"{source} made no sense ({error})"
        return Missing(key(family, labels), Status.UNREADABLE, reason)

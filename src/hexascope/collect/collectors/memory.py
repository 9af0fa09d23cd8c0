"""Memory by class, from /proc/meminfo."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, collector
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

SOURCE = "/proc/meminfo"
LIGHT = ("MemFree", "Dirty", "Writeback", "SwapFree", "AnonPages", "Shmem")
HUGE_PAGES = {
    "HugePages_Total": "total",
    "HugePages_Free": "free",
    "HugePages_Rsvd": "reserved",
    "HugePages_Surp": "surplus",
}


def _lines(host: HostFiles) -> Iterator[tuple[str, int]]:
    """Give each line's name and its number: pages of huge ones, bytes of all others."""
    whole, _, _cut = host.read(SOURCE).rpartition("\n")
    for line in whole.splitlines():
        name, _, rest = line.partition(":")
        words = rest.split()
        if name in HUGE_PAGES and len(words) == 1:
            yield name, int(words[0])
        elif words[1:] == ["kB"]:
            yield name, int(words[0]) * 1024


def _light(host: HostFiles) -> Iterator[Reading]:
    for name, value in _lines(host):
        if name == "MemAvailable":
            yield Reading("memory.available", (), value, SOURCE)
        elif name in LIGHT:
            yield Reading("memory.size", (("class", name),), value, SOURCE)


@collector(
    reads=(SOURCE,),
    gives=("memory.total", "memory.available", "memory.size", "memory.huge_pages"),
    light=_light,
)
def memory(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read how memory is used, class by class.

    'Available' is the kernel's own estimate (since 3.14); what is merely 'free' says little, for
    the page cache fills it.
    """
    seen = set()
    for name, value in _lines(host):
        seen.add(name)
        if name == "MemTotal":
            yield Reading("memory.total", (), value, SOURCE)
        elif name == "MemAvailable":
            yield Reading("memory.available", (), value, SOURCE)
        elif name in HUGE_PAGES:
            yield Reading("memory.huge_pages", (("state", HUGE_PAGES[name]),), value, SOURCE)
        else:
            yield Reading("memory.size", (("class", name),), value, SOURCE)
    if "MemTotal" not in seen:
        reason = f"{SOURCE} does not tell the memory of this host"
        yield Missing("memory.total", Status.UNREADABLE, reason)
    if "MemAvailable" not in seen:
        reason = "this kernel gives no MemAvailable (older than 3.14), or the file was cut"
        yield Missing("memory.available", Status.NOT_SUPPORTED, reason)

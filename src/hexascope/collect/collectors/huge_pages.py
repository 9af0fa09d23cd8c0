"""Transparent huge pages: the settings in force."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, collector
from hexascope.domain.snapshot import Reading

FOLDER = "/sys/kernel/mm/transparent_hugepage"
SETTINGS = ("enabled", "defrag")


@collector(reads=(FOLDER,), gives=("memory.thp",))
def huge_pages(host: HostFiles) -> Iterator[Reading]:
    """Read the settings of transparent huge pages: the word in brackets is in force."""
    for setting in SETTINGS:
        source = f"{FOLDER}/{setting}"
        chosen = host.read(source).partition("[")[2].partition("]")[0].strip()
        if not chosen:
            raise ValueError(f"{source} has no word in brackets")
        yield Reading("memory.thp", (("setting", setting),), chosen, source)

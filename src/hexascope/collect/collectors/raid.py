"""Software RAID: arrays that lack a disk, and how far they are rebuilt."""

import re
from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status

SOURCE = "/proc/mdstat"
MOST_ARRAYS = 128

_ARRAY = re.compile(r"^(?P<name>md[\w-]*) : (?P<rest>.*)$")
_DISKS = re.compile(r"\[(?P<wanted>\d+)/(?P<there>\d+)\]")
_ACTION = re.compile(r"(?P<action>recovery|resync|reshape|check|repair)\s*=\s*(?P<done>[\d.]+)%")


@collector(
    reads=(SOURCE,),
    gives=("raid.count", "raid.missing_disks", "raid.failed_disks"),
)
def raid(host: HostFiles) -> Iterator[Reading]:
    """Read the state of Linux software RAID (md), 128 arrays at most.

    The disks of a hardware controller are not seen: its own tool tells of them.
    """
    arrays = list(_arrays(host.read(SOURCE)))[:MOST_ARRAYS]
    if not arrays:
        raise NotHere(Status.NOT_PRESENT, "there is no software RAID on this host")
    for name, lines in arrays:
        yield from _array((("device", name),), lines)
    yield Reading("raid.count", (), len(arrays), SOURCE)


def _arrays(text: str) -> Iterator[tuple[str, list[str]]]:
    """Give each array with its lines."""
    name, lines = "", list[str]()
    for line in text.splitlines():
        begun = _ARRAY.match(line)
        if begun:
            if name:
                yield name, lines
            name, lines = begun["name"], [begun["rest"]]
        elif name and line.startswith(" "):
            lines.append(line)
        elif name:
            yield name, lines
            name = ""
    if name:
        yield name, lines


def _array(labels: tuple[tuple[str, str], ...], lines: list[str]) -> Iterator[Reading]:
    head, body = lines[0], " ".join(lines[1:])
    yield Reading("raid.failed_disks", labels, head.count("(F)"), SOURCE)
    disks = _DISKS.search(body)
    if disks:  # striped arrays have no spare disk and no such line
        lacking = max(int(disks["wanted"]) - int(disks["there"]), 0)
        yield Reading("raid.missing_disks", labels, lacking, SOURCE)
    action = _ACTION.search(body)
    if action:
        yield Reading("raid.action", labels, action["action"], SOURCE)
        yield Reading("raid.rebuilt_share", labels, float(action["done"]) / 100, SOURCE)

"""How a bundle (`.hxb`) is laid out, and its limits.

    manifest.json           schema, version, host, privileges, plan, and each look's clock readings
    calls.json              answers of system calls and clock readings, by look
    looks/N/proc/meminfo    the raw text of a file, one member each
    looks/N/more.pack       frames: what belongs to processes and control groups, folders, links,
                            refusals
    looks/light.pack        frames of all light looks
    probes.json             what probes measured after the look, where they were asked for
    probes-asked.json       what probes measured that a panel by models asked for

A frame is a line `LOOK KIND BYTES PATH` and then as many bytes and a line end. KIND is `f` for a
file's whole text, `p` for the beginning of one, `d` for a folder's names and `l` for a link (JSON),
`e` for a refusal (what was asked for, `f`, `d` or `l`, and JSON: status and reason). LOOK and
BYTES are decimal, PATH is a JSON string.
"""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from hexascope.domain.errors import BadBundle

SCHEMA = "hexascope.bundle/1"
MOST_PACKED_BYTES = 64 * 1024 * 1024
MOST_UNPACKED_BYTES = 512 * 1024 * 1024
MOST_MEMBERS = 8_192
MOST_MEMBERS_A_LOOK = 1_500
MOST_LOOKS = 20_000
MOST_MANIFEST_BYTES = 8 * 1024 * 1024

_OWN_MEMBER = re.compile(r"^(?:/[A-Za-z0-9_:@+=,-][A-Za-z0-9_.:@+=,-]*)+$")
_PACKED = re.compile(r"^/proc/\d+/|^/sys/fs/cgroup/")


class Frame(NamedTuple):
    """One thing read in one look."""

    look: int
    kind: str
    path: str
    payload: bytes


def has_own_member(path: str) -> bool:
    """Say whether a file gets a member of its own: a plain name, and not one of thousands."""
    return bool(_OWN_MEMBER.match(path)) and not _PACKED.match(path)


def framed(frame: Frame) -> bytes:
    """Write one frame."""
    head = f"{frame.look} {frame.kind} {len(frame.payload)} {json.dumps(frame.path)}\n"
    return head.encode() + frame.payload + b"\n"


def frames(pack: bytes, name: str) -> Iterator[Frame]:
    """Read all frames of a pack; anything out of place is a BadBundle that says where."""
    at = 0
    while at < len(pack):
        end = pack.find(b"\n", at)
        try:
            look, kind, size, path = pack[at:end].decode().split(" ", 3)
            begin, stop = end + 1, end + 1 + int(size)
            known = json.loads(path)
            number = int(look)
        except (ValueError, UnicodeDecodeError, RecursionError):
            raise BadBundle(f"{name} is damaged at byte {at}: no frame begins there") from None
        good = end >= 0 and int(size) >= 0 and pack[stop : stop + 1] == b"\n"
        if not good or kind not in "fpdle" or len(kind) != 1 or not isinstance(known, str):
            raise BadBundle(f"{name} is damaged at byte {at}: a frame is cut or of no known kind")
        yield Frame(number, kind, known, pack[begin:stop])
        at = stop + 1

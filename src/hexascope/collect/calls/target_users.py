"""Who holds a socket, who uses a path: walks of /proc for an examination with a target."""

import os
from collections.abc import Iterator

from hexascope.collect.calls.other_ends import holders
from hexascope.collect.contract import Json
from hexascope.kit import clock

MOST_SECONDS = 0.5
MOST_DESCRIPTORS = 50_000
MOST_USERS = 500
LONGEST_MAPS = 256 * 1024


def descriptor_holders(links: str) -> Json:
    """Give {link: [pids]} for links between commas: `socket:[1],socket:[2]`."""
    found = holders(links.split(","))
    return {link: [*sorted({pid for pid, _ in pairs})] for link, pairs in found.items()}


def path_users(path: str) -> Json:
    """Give [pid, why] of those who have files at or below a path open, work there, or map them.

    Maps are read only where nobody has anything open there, for they cost most.
    """
    end = clock.monotonic() + MOST_SECONDS
    pids = sorted((int(one) for one in os.listdir("/proc") if one.isdecimal()), reverse=True)
    found = list(_by_links(path, pids, end))
    if not found:
        found = list(_by_maps(path, pids, end))
    return [[pid, why] for pid, why in found[:MOST_USERS]]


def _by_links(path: str, pids: list[int], end: float) -> Iterator[tuple[int, str]]:
    seen = 0
    for pid in pids:
        if clock.monotonic() > end or seen > MOST_DESCRIPTORS:
            return
        try:
            names = os.listdir(f"/proc/{pid}/fd")
        except OSError:  # it has ended, or is another user's
            continue
        seen += len(names)
        links = (*((f"fd/{name}", "has it open") for name in names), ("cwd", "works in it"))
        for name, why in (*links, ("exe", "runs from it")):
            try:
                target = os.readlink(f"/proc/{pid}/{name}")
            except OSError:
                continue
            if _is_below(target, path):
                yield pid, why
                break


def _by_maps(path: str, pids: list[int], end: float) -> Iterator[tuple[int, str]]:
    for pid in pids:
        if clock.monotonic() > end:
            return
        try:
            handle = os.open(f"/proc/{pid}/maps", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            continue
        try:
            text = os.read(handle, LONGEST_MAPS).decode(errors="backslashreplace")
        except OSError:
            continue
        finally:
            os.close(handle)
        if any(_is_below(line[73:], path) for line in text.splitlines()):
            yield pid, "maps it"


def _is_below(target: str, path: str) -> bool:
    known = target.removesuffix(" (deleted)")
    return known == path or known.startswith(path.rstrip("/") + "/")

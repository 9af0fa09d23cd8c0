"""The tree of control groups below a mount point: folders, told from files without asking each."""

import os
from collections import deque
from collections.abc import Mapping

from hexascope.collect.calls.contract import Call
from hexascope.collect.contract import Json

MOST_FOLDERS = 20_000
"""Folders that are gone through; the ones near the top come first."""

ALLOWED = ("/sys/fs/cgroup", "/cgroup", "/dev/cgroup")
"""Where control groups are mounted; a bundle or a mount table names no other place."""


def cgroup_folders(mount: str) -> Json:
    """Give the control groups below a mount point: "/" and the rest, those near the top first."""
    if not mount.startswith(ALLOWED) or ".." in mount.split("/"):
        return []
    found: list[Json] = ["/"]
    ahead = deque([""])
    while ahead and len(found) < MOST_FOLDERS:
        above = ahead.popleft()
        try:
            with os.scandir(mount + above) as entries:
                names = sorted(one.name for one in entries if one.is_dir(follow_symlinks=False))
        except OSError:
            continue  # it was removed meanwhile, or is not ours to list
        for name in names:
            path = f"{above}/{name}"
            found.append(os.fsencode(path).decode(errors="backslashreplace"))
            ahead.append(path)
    return found[:MOST_FOLDERS]


CALLS: Mapping[str, Call] = {"cgroup_folders": cgroup_folders}

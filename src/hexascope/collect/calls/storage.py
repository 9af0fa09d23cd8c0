"""Filesystems and devices: statvfs, and what must run in a child that can be killed."""

import os
from collections.abc import Mapping

from hexascope.collect.calls.contract import Call
from hexascope.collect.calls.nvme import nvme_health
from hexascope.collect.calls.opened import opened_files
from hexascope.collect.contract import Json
from hexascope.collect.paths import on_disk
from hexascope.kit import clock, process

PATIENCE_SECONDS = 2.0
"""How long a filesystem may take to answer; it is asked from a child that is killed then."""

_FIELDS = "%S %b %f %a %c %d"


def statvfs(path: str) -> Json:
    """Give sizes and device number of a local filesystem: one that can't keep us waiting."""
    began = clock.monotonic()
    path = on_disk(path)
    number = os.stat(path).st_dev  # noqa: PTH116 - a Path would cost more than the call
    told = os.statvfs(path)
    return {
        "size": told.f_blocks * told.f_frsize,
        "free": told.f_bfree * told.f_frsize,
        "available": told.f_bavail * told.f_frsize,
        "inodes": told.f_files,
        "inodes_free": told.f_ffree,
        "number": f"{os.major(number)}:{os.minor(number)}",
        "seconds": clock.monotonic() - began,
    }


def statvfs_child(path: str) -> Json:
    """Ask a filesystem that may never answer: in a child that is killed after two seconds.

    A child that can't even be killed is left behind; `hung` says that no answer came.
    """
    began = clock.monotonic()
    try:
        ended = process.run(
            ["stat", "-f", "-c", _FIELDS, "--", path], timeout_seconds=PATIENCE_SECONDS
        )
    except process.ProcessTimeoutError:
        return {"hung": True, "seconds": clock.monotonic() - began}
    except process.ProcessError as error:
        raise OSError(0, str(error)) from None
    seconds = clock.monotonic() - began
    words = ended.output.split()
    if ended.code != 0 or len(words) != 6:
        reason = ended.errors.decode(errors="backslashreplace").strip()
        raise OSError(0, reason[-200:] or "stat gave no answer")
    block, blocks, free, available, inodes, inodes_free = (int(word) for word in words)
    return {
        "size": blocks * block,
        "free": free * block,
        "available": available * block,
        "inodes": inodes,
        "inodes_free": inodes_free,
        "seconds": seconds,
    }


CALLS: Mapping[str, Call] = {
    "statvfs": statvfs,
    "statvfs_child": statvfs_child,
    "opened_files": opened_files,
    "nvme_health": nvme_health,
}

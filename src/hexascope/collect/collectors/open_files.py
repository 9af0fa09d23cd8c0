"""Open files: those written to, those deleted, and devices."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, Json, NotHere, collector
from hexascope.domain.rows import OpenFile
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

FOLDER = "/proc/PID/fd"
LONGEST_PATH = 1024


@collector(reads=("opened_files", FOLDER), gives=("file.count",))
def open_files(host: HostFiles) -> Iterator[OpenFile | Reading | Missing]:
    """List open files that are written to, were deleted, or are block devices, and some read ones.

    At most 20,000 descriptors are looked at, those of the processes started last first, and 3,000
    files are kept. Other users' descriptors are for root only.
    """
    told = host.call("opened_files")
    if not isinstance(told, dict):
        raise TypeError("the list of open files is no table")
    files = told["files"]
    rows = [_row(one) for one in files] if isinstance(files, list) else []
    yield from rows
    refused, seen = told.get("refused"), told.get("descriptors")
    if refused and not seen:
        raise NotHere(Status.NO_PERMISSION, "the descriptors of no process may be read")
    yield Reading("file.count", (), len(rows), FOLDER)
    if refused:
        reason = f"the descriptors of {refused} processes of other users may not be read"
        yield Missing("open_files", Status.NO_PERMISSION, reason)
    elif told.get("cut"):
        reason = f"sampled: {seen} descriptors were looked at and {len(rows)} files kept"
        yield Missing("open_files", Status.UNREADABLE, reason)


def _row(one: Json) -> OpenFile:
    if not isinstance(one, list):
        raise TypeError("an open file is no list")
    pid, descriptor, path, number, size, allocated, deleted, writable, position = one
    return OpenFile(
        int(str(pid)),
        int(str(descriptor)),
        str(path)[:LONGEST_PATH],
        str(number),
        int(str(size)),
        int(str(allocated)),
        bool(deleted),
        bool(writable),
        int(str(position)),
    )

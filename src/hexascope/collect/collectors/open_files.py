"""Open files: those written to, those deleted, and devices."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, Json, NotHere, collector
from hexascope.domain.rows import OpenFile
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

FOLDER = "/proc/PID/fd"
LONGEST_PATH = 1024
WATCHERS = "inotify"
"""The table of inotify instances: each user may have so many, and few he has (128)."""

MOST_WATCHERS = "/proc/sys/fs/inotify/max_user_instances"


@collector(reads=("opened_files", FOLDER, MOST_WATCHERS), gives=("file.count",))
def open_files(host: HostFiles) -> Iterator[OpenFile | Reading | Missing]:
    """List open files that are written to, were deleted, or are block devices, and some read ones.

    At most 20,000 descriptors are looked at, those of the processes started last first, and 3,000
    files are kept. Other users' descriptors are for root only. Of the inotify instances those of
    the user with most of them stand against the limit that holds for each user.
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
    yield from _watchers(host, told)


def _watchers(host: HostFiles, told: dict[str, Json]) -> Iterator[Reading | Missing]:
    """Give the inotify instances of the user with most of them; no nonsense hides the files."""
    missing, table = f"limits.{WATCHERS}", (("table", WATCHERS),)
    if "watchers" not in told:
        reason = "this recording is of a version that did not count inotify instances"
        yield Missing(missing, Status.NOT_SUPPORTED, reason)
        return
    try:
        most = int(host.read(MOST_WATCHERS))
        used, user = _most_watchers(told["watchers"])
    except NotHere as gone:
        yield Missing(missing, gone.status, gone.reason)
        return
    except (ValueError, TypeError) as error:
        yield Missing(missing, Status.UNREADABLE, f"inotify instances made no sense ({error})")
        return
    yield Reading("limits.used", table, used, FOLDER)
    yield Reading("limits.most", table, most, MOST_WATCHERS)
    if user:
        yield Reading("limits.user", table, user, FOLDER)
    if told.get("cut"):
        reason = "sampled: not all descriptors were looked at"
        yield Missing(missing, Status.UNREADABLE, reason)


def _most_watchers(users: Json) -> tuple[int, str]:
    if not isinstance(users, list):
        raise TypeError("the list of users is none")
    counts = []
    for one in users:
        if not isinstance(one, list):
            raise TypeError("a user is no list")
        user, count = one
        counts.append((int(str(count)), str(int(str(user)))))
    return max(counts, default=(0, ""))


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

"""Open files that matter: written to, deleted, or devices. One walk for all processes."""

import os
import stat
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from hexascope.collect.calls.holders import remember_sockets
from hexascope.collect.contract import Json
from hexascope.collect.filesystems import mounted
from hexascope.kit import clock

MOST_DESCRIPTORS = 20_000
"""Descriptors that are looked at; the processes started last come first."""
MOST_OF_A_PROCESS = 1_000
MOST_FILES = 3_000
"""Files that are told: deleted ones first, then those written to, then those read."""
MOST_READ_OF_A_PROCESS = 16
"""Files open for reading only that are told of one process: enough to see where it reads."""

BORING = (
    "/dev/null",
    "/dev/pts/",
    "/dev/tty",
    "/dev/urandom",
    "/dev/random",
    "/dev/zero",
    "/dev/ptmx",
    "/dev/fuse",
    "/dev/kmsg",
    "/dev/console",
    "/memfd:",
    "/proc/",
    "/sys/",
    "/anon_hugepage",
    "/dev/zero (deleted)",
    "/SYSV",
    "/[aio]",
)
DELETED = " (deleted)"
WATCHER = "anon_inode:inotify"
SOCKET = "socket:["
MOST_USERS = 100


class _Open(NamedTuple):
    pid: int
    name: str
    path: str
    deleted: bool
    writable: bool


def opened_files() -> Json:
    """Give the open files of interest, how many descriptors were seen, and who refused.

    A file is [pid, descriptor, path, device number, size, allocated bytes, deleted, writable,
    position]; a block device has its own number and size 0. `watchers` are [user, number of
    inotify instances], most first.
    """
    rows: list[_Open] = []
    watchers: dict[int, set[str]] = {}
    sockets: dict[str, list[int]] = {}
    began = clock.monotonic()
    seen = refused = 0
    cut = False
    for pid in sorted((int(one) for one in os.listdir("/proc") if one.isdecimal()), reverse=True):
        try:
            names = os.listdir(f"/proc/{pid}/fd")
        except PermissionError:
            refused += 1
            continue
        except OSError:  # it has ended
            continue
        if seen + len(names) > MOST_DESCRIPTORS:
            cut = True
            break
        seen += min(len(names), MOST_OF_A_PROCESS)
        cut = cut or len(names) > MOST_OF_A_PROCESS
        rows += _of_process(pid, names[:MOST_OF_A_PROCESS], watchers, sockets)
    remember_sockets(sockets, began)
    rows.sort(key=lambda one: (not one.deleted, not one.writable))
    risky = _Risky()
    told = (_told(row, risky) for row in rows[:MOST_FILES])
    files: list[Json] = [row for row in told if row is not None]
    return {
        "files": files,
        "descriptors": seen,
        "refused": refused,
        "cut": cut or len(rows) > MOST_FILES,
        "watchers": [[user, count] for user, count in users_of(watchers).most_common(MOST_USERS)],
    }


def users_of(watchers: dict[int, set[str]]) -> Counter[int]:
    """Count the inotify instances of each user; one that a child inherited is its parent's."""
    counts: Counter[int] = Counter()
    for pid, numbers in watchers.items():
        try:
            user, parent = _user_and_parent(pid)
        except (OSError, LookupError):  # it has ended
            continue
        inherited = numbers & watchers.get(parent, set())
        if inherited and _program(pid) != _program(parent):
            inherited = set()  # it runs another program by now: the same numbers are chance
        counts[user] += len(numbers - inherited)
    return +counts


def _user_and_parent(pid: int) -> tuple[int, int]:
    """Read the effective user, whom the kernel charges, and the parent."""
    handle = os.open(f"/proc/{pid}/status", os.O_RDONLY | os.O_CLOEXEC)
    try:
        status = os.read(handle, 1024)
    finally:
        os.close(handle)
    # with the line's beginning: a process may be called 'Uid:'
    parent = status.partition(b"\nPPid:\t")[2].split(None, 1)[0]
    return int(status.partition(b"\nUid:\t")[2].split(None, 2)[1]), int(parent)


def _program(pid: int) -> str:
    try:
        return os.readlink(f"/proc/{pid}/exe")
    except OSError:
        return ""


def _of_process(
    pid: int, names: list[str], watchers: dict[int, set[str]], sockets: dict[str, list[int]]
) -> Iterator[_Open]:
    read = 0
    for name in names:
        link = f"/proc/{pid}/fd/{name}"
        try:
            path = os.readlink(link)
            if path == WATCHER:
                watchers.setdefault(pid, set()).add(name)
            if path.startswith(SOCKET):
                sockets.setdefault(path, []).append(pid)
            if not path.startswith("/") or path.startswith(BORING):
                continue
            # the link itself tells how the file was opened, which saves reading fdinfo
            writable = bool(os.lstat(link).st_mode & stat.S_IWUSR)
        except OSError:
            continue  # closed meanwhile
        deleted = path.endswith(DELETED)
        if not (deleted or writable):
            read += 1
            if read > MOST_READ_OF_A_PROCESS:
                continue
        yield _Open(pid, name, path.removesuffix(DELETED), deleted, writable)


class _Handle(NamedTuple):
    position: int
    mount: int


def _told(row: _Open, risky: "_Risky") -> Json:
    """Look at a kept one closer; None: gone, no file or block device, or it might never answer."""
    handle = _handle(row)
    if handle is None or handle.mount in risky.mounts_of(row.pid):
        return None
    try:
        facts = os.stat(f"/proc/{row.pid}/fd/{row.name}")  # noqa: PTH116 - thousands of them
    except OSError:
        return None
    if stat.S_ISBLK(facts.st_mode):
        number, size, allocated = facts.st_rdev, 0, 0
    elif stat.S_ISREG(facts.st_mode):
        number, size, allocated = facts.st_dev, facts.st_size, facts.st_blocks * 512
    else:
        return None
    return [
        row.pid,
        int(row.name),
        os.fsencode(row.path).decode(errors="backslashreplace"),
        f"{os.major(number)}:{os.minor(number)}",
        size,
        allocated,
        # another hard link may keep the file: then deleting this name freed and holds nothing
        row.deleted and facts.st_nlink == 0,
        row.writable,
        handle.position,
    ]


def _handle(row: _Open) -> _Handle | None:
    """Read `pos: …` and `mnt_id: …` of a descriptor."""
    try:
        handle = os.open(f"/proc/{row.pid}/fdinfo/{row.name}", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return None
    try:
        words = os.read(handle, 256).split()
    except OSError:
        return None
    finally:
        os.close(handle)
    told = dict(zip(words[::2], words[1::2], strict=False))
    return _Handle(int(told.get(b"pos:", 0)), int(told.get(b"mnt_id:", 0)))


class _Risky:
    """The ids of mounts that may never answer, asked once for each mount namespace."""

    def __init__(self) -> None:
        self._by_namespace: dict[str, frozenset[int]] = {}

    def mounts_of(self, pid: int) -> frozenset[int]:
        try:
            name = os.readlink(f"/proc/{pid}/ns/mnt")
            known = self._by_namespace.get(name)
            if known is None:
                known = _risky(pid)
                self._by_namespace[name] = known
        except OSError:
            return frozenset()
        return known


def _risky(pid: int) -> frozenset[int]:
    with open(f"/proc/{pid}/mountinfo", encoding="utf-8", errors="replace") as table:
        return frozenset(one.number for one in mounted(table.read()) if one.may_hang)

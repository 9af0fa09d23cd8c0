"""The kernel's tables that have a limit: files, inodes, tasks, asynchronous I/O, IPC, keys."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

MOST_IPC_BYTES = 4 * 1024 * 1024
"""Room for 32,000 rows, as many as the kernel allows unless told otherwise."""

KERNEL, FILES, KEYS = "/proc/sys/kernel", "/proc/sys/fs", "/proc/key-users"


class _Fill(NamedTuple):
    """What is used of a table, how much it may hold, and which file says so.

    `user` is the number of the user who holds most of it, where that is told; `whole` is false
    where the list was cut, so that there is more than `used`.
    """

    used: int
    most: int
    limited_by: str
    user: str = ""
    whole: bool = True


def _files(host: HostFiles) -> _Fill:
    used, _free, most = host.read(f"{FILES}/file-nr").split()
    return _Fill(int(used), int(most), f"{FILES}/file-max")


def _aio(host: HostFiles) -> _Fill:
    most = f"{FILES}/aio-max-nr"
    return _Fill(_one(host, f"{FILES}/aio-nr"), _one(host, most), most)


def _tasks(host: HostFiles) -> _Fill:
    """Threads of the host: /proc/loadavg counts them; two limits hold, the smaller counts."""
    used = int(host.read("/proc/loadavg").split()[3].partition("/")[2])
    limits = (f"{KERNEL}/threads-max", f"{KERNEL}/pid_max")
    most, limited_by = min((_one(host, path), path) for path in limits)
    return _Fill(used, most, limited_by)


def _semaphores(host: HostFiles) -> _Fill:
    most = f"{KERNEL}/sem"
    return _listed(host, "sem", int(host.read(most).split()[3]), most)


def _messages(host: HostFiles) -> _Fill:
    most = f"{KERNEL}/msgmni"
    return _listed(host, "msg", _one(host, most), most)


def _shared_memory(host: HostFiles) -> _Fill:
    most = f"{KERNEL}/shmmni"
    return _listed(host, "shm", _one(host, most), most)


def _one(host: HostFiles, path: str) -> int:
    return int(host.read(path).split()[0])


def _listed(host: HostFiles, kind: str, most: int, limited_by: str) -> _Fill:
    """Count the rows of a list of System V objects, and those of the user who has most."""
    part = host.read_part(f"/proc/sysvipc/{kind}", MOST_IPC_BYTES)
    head, *rows = part.text.splitlines() or [""]
    names = head.split()
    if names[:1] != ["key"]:  # an empty file is not an empty list
        raise ValueError("it does not begin with its heading")
    users: Counter[str] = Counter()
    if "uid" in names:
        at = names.index("uid")
        users.update(row.split(None, at + 1)[at] for row in rows)
    user = users.most_common(1)[0][0] if users else ""
    return _Fill(len(rows), most, limited_by, user, part.whole)


TABLES: dict[str, tuple[str, Callable[[HostFiles], _Fill]]] = {
    "files": (f"{FILES}/file-nr", _files),
    "aio": (f"{FILES}/aio-nr", _aio),
    "tasks": ("/proc/loadavg", _tasks),
    "semaphores": ("/proc/sysvipc/sem", _semaphores),
    "messages": ("/proc/sysvipc/msg", _messages),
    "shared_memory": ("/proc/sysvipc/shm", _shared_memory),
    "keys": (KEYS, lambda host: _keys(host, 3, "maxkeys")),
    "key_bytes": (KEYS, lambda host: _keys(host, 4, "maxbytes")),
}


@collector(
    reads=tuple(dict.fromkeys(source for source, _ in TABLES.values())),
    gives=("limits.used", "limits.most", "limits.user"),
)
def kernel_tables(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read what is used of each table, how much it may hold, and which user holds most of it.

    Inodes have no limit of their own. Inotify instances are counted where open files are; a user's
    watches are not, for a list of hundreds of thousands would cost more than all else. System V
    objects are those of the examiner's own namespace.
    """
    for name, (source, read) in TABLES.items():
        try:
            told = read(host)
        except NotHere as reason:
            yield Missing(f"limits.{name}", reason.status, reason.reason)
            continue
        except (ValueError, LookupError, ArithmeticError) as error:  # must not hide the others
            yield Missing(f"limits.{name}", Status.UNREADABLE, f"{source} made no sense ({error})")
            continue
        table = (("table", name),)
        yield Reading("limits.used", table, told.used, source)
        yield Reading("limits.most", table, told.most, told.limited_by)
        if told.user:
            yield Reading("limits.user", table, told.user, source)
        if not told.whole:
            cut = f"sampled: {source} was cut after {told.used} rows"
            yield Missing(f"limits.{name}", Status.UNREADABLE, cut)


def _keys(host: HostFiles, column: int, limited_by: str) -> _Fill:
    """Give the keys, or their bytes, of the user who is nearest to his quota."""
    fills = []
    for line in host.read(KEYS).splitlines():
        words = line.split()
        used, _, most = words[column].partition("/")
        if int(most):
            fills.append((int(used) / int(most), int(used), int(most), words[0].rstrip(":")))
    if not fills:
        raise ValueError("no user has a quota")
    _, taken, allowed, user = max(fills)
    # root has limits of his own
    prefix = "root_" if user == "0" else ""
    return _Fill(taken, allowed, f"{KERNEL}/keys/{prefix}{limited_by}", user)

"""The kernel's tables that have a limit: files, inodes, tasks, asynchronous I/O, IPC, keys."""

from collections.abc import Callable, Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

MOST_IPC_BYTES = 256 * 1024
Pair = tuple[float, float]


def _files(host: HostFiles) -> Pair:
    used, _free, most = host.read("/proc/sys/fs/file-nr").split()
    return int(used), int(most)


def _aio(host: HostFiles) -> Pair:
    return _one(host, "/proc/sys/fs/aio-nr"), _one(host, "/proc/sys/fs/aio-max-nr")


def _tasks(host: HostFiles) -> Pair:
    """Threads of the host: /proc/loadavg counts them; two limits hold, the smaller counts."""
    used = int(host.read("/proc/loadavg").split()[3].partition("/")[2])
    kernel = "/proc/sys/kernel"
    return used, min(_one(host, f"{kernel}/pid_max"), _one(host, f"{kernel}/threads-max"))


def _semaphores(host: HostFiles) -> Pair:
    return _rows(host, "sem"), int(host.read("/proc/sys/kernel/sem").split()[3])


def _messages(host: HostFiles) -> Pair:
    return _rows(host, "msg"), _one(host, "/proc/sys/kernel/msgmni")


def _shared_memory(host: HostFiles) -> Pair:
    return _rows(host, "shm"), _one(host, "/proc/sys/kernel/shmmni")


def _one(host: HostFiles, path: str) -> int:
    return int(host.read(path).split()[0])


def _rows(host: HostFiles, kind: str) -> int:
    return max(0, host.read_part(f"/proc/sysvipc/{kind}", MOST_IPC_BYTES).text.count("\n") - 1)


TABLES: dict[str, tuple[str, Callable[[HostFiles], Pair]]] = {
    "files": ("/proc/sys/fs/file-nr", _files),
    "aio": ("/proc/sys/fs/aio-nr", _aio),
    "tasks": ("/proc/loadavg", _tasks),
    "semaphores": ("/proc/sysvipc/sem", _semaphores),
    "messages": ("/proc/sysvipc/msg", _messages),
    "shared_memory": ("/proc/sysvipc/shm", _shared_memory),
}


@collector(
    reads=(*(source for source, _ in TABLES.values()), "/proc/key-users"),
    gives=("limits.used", "limits.most"),
)
def kernel_tables(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read what is used of each table and how much it may hold.

    Inodes have no limit of their own; a user's inotify watches would need a walk over all
    descriptors: their exhaustion is seen where a program fails.
    """
    for name, (source, read) in TABLES.items():
        try:
            used, most = read(host)
        except NotHere as reason:
            yield Missing(f"limits.{name}", reason.status, reason.reason)
            continue
        except (ValueError, LookupError) as error:  # one table's nonsense must not hide the others
            yield Missing(f"limits.{name}", Status.UNREADABLE, f"{source} made no sense ({error})")
            continue
        yield Reading("limits.used", (("table", name),), used, source)
        yield Reading("limits.most", (("table", name),), most, source)
    yield from _keys(host)


def _keys(host: HostFiles) -> Iterator[Reading | Missing]:
    """Give the key table of the user who is nearest to his quota."""
    source = "/proc/key-users"
    try:
        lines = host.read(source).splitlines()
    except NotHere as reason:
        yield Missing("limits.keys", reason.status, reason.reason)
        return
    pairs = []
    for line in lines:
        used, _, most = line.split()[3].partition("/")
        if int(most):
            pairs.append((int(used) / int(most), int(used), int(most)))
    if pairs:
        _, used_keys, most_keys = max(pairs)
        yield Reading("limits.used", (("table", "keys"),), used_keys, source)
        yield Reading("limits.most", (("table", "keys"),), most_keys, source)

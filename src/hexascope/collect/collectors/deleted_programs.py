"""Programs whose file was deleted while they run, and whether their path exists again."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

MOST_PROCESSES = 20_000
MOST_DELETED = 500
MOST_FOLDERS = 64
"""Folders that are listed to see whether a path exists again."""

DELETED = " (deleted)"
REPLACED, GONE, MEMORY, UNSEEN = "replaced", "gone", "memory", "unseen"


@collector(
    reads=("/proc/[pid]/exe", "/proc/[pid]/root/[folder of a deleted program]"),
    gives=("program.file", "program.deleted_count"),
)
def deleted_programs(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read where the program of each process lies, and for deleted ones what lies there now.

    A path that exists again was upgraded; one that is gone, was never in a folder (memfd) or can't
    be seen is told apart. Folders are looked at through the root of the process, so that a
    container's program is looked for in the container.
    """
    pids = [name for name in host.names("/proc") if name.isdigit()]
    folders: dict[str, frozenset[str] | None] = {}
    seen = deleted = 0
    refused = ""
    for pid in pids[:MOST_PROCESSES]:
        try:
            target = host.link(f"/proc/{pid}/exe")
        except NotHere as reason:
            if reason.status is Status.NO_PERMISSION:
                refused = reason.reason
            continue
        seen += 1
        if not target.endswith(DELETED):
            continue
        deleted += 1
        if deleted <= MOST_DELETED:
            path = target.removesuffix(DELETED)
            yield Reading(
                "program.file",
                (("path", path[:256]), ("pid", pid)),
                _fate(host, pid, path, folders),
                f"/proc/{pid}/exe",
            )
    if seen == 0 and refused:
        raise NotHere(Status.NO_PERMISSION, refused)
    yield Reading("program.deleted_count", (), float(deleted), "/proc/PID/exe")


def _fate(host: HostFiles, pid: str, path: str, folders: dict[str, frozenset[str] | None]) -> str:
    if path.startswith("/memfd:"):
        return MEMORY
    folder, _, name = path.rpartition("/")
    # most processes share the host's root: ask once for its folders, and through the process only
    # where its root is another one
    through = _root(host, pid)
    where = f"{through}{folder}" or "/"
    if where not in folders:
        if len(folders) >= MOST_FOLDERS:
            return UNSEEN
        folders[where] = _names(host, where)
    names = folders[where]
    if names is None:
        return UNSEEN
    return REPLACED if name in names else GONE


def _root(host: HostFiles, pid: str) -> str:
    try:
        own = host.link("/proc/self/ns/mnt")
        if host.link(f"/proc/{pid}/ns/mnt") == own and host.link(f"/proc/{pid}/root") == "/":
            return ""
    except NotHere:
        pass
    return f"/proc/{pid}/root"


def _names(host: HostFiles, folder: str) -> frozenset[str] | None:
    """Give the names in a folder; none where the folder is gone too; None where it is hidden."""
    try:
        return frozenset(host.names(folder))
    except NotHere as reason:
        return frozenset() if reason.status is Status.NOT_PRESENT else None

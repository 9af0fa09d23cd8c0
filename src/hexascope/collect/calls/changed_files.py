"""Which files changed last: configuration by its folders, programs by what runs. Names only."""

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from heapq import nlargest
from typing import NamedTuple

from hexascope.collect.calls.contract import Call
from hexascope.collect.contract import Json, NotHere
from hexascope.collect.filesystems import mounted
from hexascope.domain.use import Status
from hexascope.kit import clock


class _Walk(NamedTuple):
    """How deep to go, and whether folders count as well."""

    depth: int
    folders: bool = False


ROOTS: Mapping[str, _Walk] = {
    "/etc": _Walk(6),
    "/var/spool/cron": _Walk(3),
    "/lib/modules": _Walk(1, folders=True),
    "/usr/lib/modules": _Walk(1, folders=True),
}
"""The folders that are gone through; a bundle names no other."""

MOST_FILES = 20_000
MOST_TOLD = 120
MOST_SECONDS = 0.5
MOST_PROCESSES = 3_000
MOST_PROGRAMS = 60
HORIZON_SECONDS = 14 * 86_400.0
"""Programs older than this are not told."""

MODIFIED, PLACED = "modified", "placed"
UNPACKED_SECONDS = 60.0
"""A file that is older in content than in place by more than this came out of an archive."""

MADE_BY_PROGRAMS = frozenset(
    (
        "/etc/alternatives",
        "/etc/ssl/certs",
        "/etc/pki/ca-trust/extracted",
        "/etc/ld.so.cache",
        "/etc/.pwd.lock",
        "/etc/mtab",
        "/etc/adjtime",
        "/etc/.updated",
        "/etc/machine-id",
        "/etc/selinux/targeted",
        *(f"/etc/rc{level}.d" for level in "0123456S"),
    )
)
"""What programs make from other files: it changes with every package and nobody configured it."""

_LEFTOVERS = (
    *("~", "-", ".swp", ".bak", ".rpmsave", ".rpmnew"),
    *(".dpkg-old", ".dpkg-dist", ".dpkg-new"),
)
_INTERPRETERS = ("python", "node", "ruby", "perl", "php", "java", "bash", "sh", "dash", "lua")
_SCRIPTS = (".py", ".js", ".mjs", ".rb", ".pl", ".php", ".jar", ".war", ".sh", ".lua")
_DEPLOYED = ("/opt/", "/srv/", "/home/", "/root/", "/var/", "/usr/local/", "/app/")
"""Where programs are put by other means than packages: there the time of their arrival counts."""

_NO_SCRIPT = ("-c", "-m", "-e", "--eval")

MOST_WORDS = 64
LONGEST_COMMAND = 4096
LONGEST_PATH = 300


def changed_files(root: str) -> Json:
    """Give [path, when, what happened] of what changed last below a folder, the newest first.

    `modified` is by the time of the last change of a file's content; a file that came out of an
    archive with the time it had there was `placed` when it came. `seen` is how many there were,
    `cut` that there were more, or that the time was over. Links are not followed, and filesystems
    that may never answer are not entered.
    """
    walk = ROOTS.get(root)
    if walk is None:
        raise NotHere(Status.NOT_SUPPORTED, f"{root} is not gone through here")
    os.lstat(root)  # raises where it is not there
    return newest_below(root, walk.depth, folders=walk.folders)


def newest_below(root: str, depth: int, *, folders: bool = False) -> Json:
    """Go through a folder within the limits."""
    end = clock.monotonic() + MOST_SECONDS
    found: list[tuple[float, str, str]] = []
    ahead = [(root, 1)]
    cut = False
    skipped = MADE_BY_PROGRAMS | _risky(os.getpid())
    while ahead and not cut:
        folder, level = ahead.pop()
        for path, is_folder, at, how in _entries(folder, skipped):
            if not is_folder or folders:
                found.append((at, path, how))
            if is_folder and level < depth:
                ahead.append((path, level + 1))
        cut = len(found) > MOST_FILES or clock.monotonic() > end
    told: list[Json] = [
        [os.fsencode(path).decode(errors="backslashreplace")[:LONGEST_PATH], at, how]
        for at, path, how in nlargest(MOST_TOLD, found)
    ]
    return {"files": told, "seen": len(found), "cut": cut}


def _entries(folder: str, skipped: frozenset[str]) -> Iterator[tuple[str, bool, float, str]]:
    try:
        with os.scandir(folder) as entries:
            for one in entries:
                if one.path in skipped or one.name.endswith(_LEFTOVERS):
                    continue
                try:
                    is_folder = one.is_dir(follow_symlinks=False)
                    at, how = _changed(one.stat(follow_symlinks=False))
                except OSError:
                    continue  # it went meanwhile
                yield one.path, is_folder, at, how
    except OSError:
        return  # not ours to list, or gone


def _changed(seen: os.stat_result) -> tuple[float, str]:
    """Say when a file changed; archives keep whole seconds, and who writes a file leaves others."""
    at = seen.st_mtime
    if at.is_integer() and seen.st_ctime > at + UNPACKED_SECONDS:
        return seen.st_ctime, PLACED
    return at, MODIFIED


def program_files() -> Json:
    """Give [path, when, what happened, pid] of running programs and scripts that changed lately.

    The path is as the process sees it. `modified` is by the time of the last change of its content;
    below /opt and the like a file that was copied with its old time is `placed`.
    """
    since = clock.wall() - HORIZON_SECONDS
    risky = _Risky()
    known: dict[tuple[int, int], list[Json]] = {}
    pids = sorted((int(one) for one in os.listdir("/proc") if one.isdecimal()), reverse=True)
    for pid in pids[:MOST_PROCESSES]:
        for path, through in _programs_of(pid, risky):
            try:
                seen = os.stat(through)  # noqa: PTH116 - hundreds of them
            except OSError:
                continue
            if stat.S_ISREG(seen.st_mode) and (seen.st_dev, seen.st_ino) not in known:
                row = _lately(path, seen, since, pid)
                if row is not None:
                    known[seen.st_dev, seen.st_ino] = row
    return [*nlargest(MOST_PROGRAMS, known.values(), key=_when)]


def _when(row: list[Json]) -> float:
    return row[1] if isinstance(row[1], float) else 0.0


def _lately(path: str, seen: os.stat_result, since: float, pid: int) -> list[Json] | None:
    shown = os.fsencode(path).decode(errors="backslashreplace")[:LONGEST_PATH]
    if seen.st_mtime >= since:
        return [shown, seen.st_mtime, MODIFIED, pid]
    if path.startswith(_DEPLOYED) and seen.st_ctime >= since:
        return [shown, seen.st_ctime, PLACED, pid]
    return None


def _programs_of(pid: int, risky: "_Risky") -> Iterator[tuple[str, str]]:
    """Give a process' program and its script: the path, and how it is reached from here."""
    try:
        program = os.readlink(f"/proc/{pid}/exe").removesuffix(" (deleted)")
    except OSError:
        return  # the kernel's own, not ours to see, or ended
    if program.startswith("/memfd:") or risky.holds(pid, program):
        return
    yield program, f"/proc/{pid}/exe"
    if program.rpartition("/")[2].startswith(_INTERPRETERS):
        script = _script(pid)
        if script and not risky.holds(pid, script):
            yield script, f"/proc/{pid}/root{script}"


def _script(pid: int) -> str:
    """Give the absolute path of the script that an interpreter runs, '' where it can't be told."""
    try:
        handle = os.open(f"/proc/{pid}/cmdline", os.O_RDONLY | os.O_CLOEXEC)
        try:
            words = os.fsdecode(os.read(handle, LONGEST_COMMAND)).split("\0")
        finally:
            os.close(handle)
        word = script_in(words[1:MOST_WORDS])
        if not word or word.startswith("/"):
            return word
        return os.path.normpath(os.path.join(os.readlink(f"/proc/{pid}/cwd"), word))  # noqa: PTH118 - text only
    except OSError:
        return ""


def script_in(words: Sequence[str]) -> str:
    """Give the script among an interpreter's arguments: by its ending, or the first path."""
    first = ""
    for word in words:
        if word in _NO_SCRIPT:
            break  # what follows is code, or the name of a module
        if word.startswith("-"):
            continue
        if word.endswith(_SCRIPTS):
            return word
        if not first and word:
            first = word
    return first if first.startswith(("/", "./")) else ""


class _Risky:
    """Where a process sees filesystems that may never answer, asked once a mount namespace."""

    def __init__(self) -> None:
        self._by_namespace: dict[str, frozenset[str]] = {}

    def holds(self, pid: int, path: str) -> bool:
        try:
            namespace = os.readlink(f"/proc/{pid}/ns/mnt")
        except OSError:
            return True  # who can't be seen through is not asked for files
        points = self._by_namespace.get(namespace)
        if points is None:
            points = self._by_namespace[namespace] = _risky(pid)
        return any(path == one or path.startswith(f"{one.rstrip('/')}/") for one in points)


def _risky(pid: int) -> frozenset[str]:
    try:
        with open(f"/proc/{pid}/mountinfo", encoding="utf-8", errors="replace") as table:
            return frozenset(one.point for one in mounted(table.read()) if one.may_hang)
    except OSError:
        return frozenset()


CALLS: Mapping[str, Call] = {"changed_files": changed_files, "program_files": program_files}

"""What each JVM tells of its heap: the counters in /tmp/hsperfdata_USER/PID.

The file is written by the program itself, in a folder that everybody may write to, also inside
containers: it is taken only where its owner is the owner of the process, no link is followed, and
of its contents nothing is believed but numbers and short words of known names.
"""

import os
import re
import stat
import struct
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import NamedTuple

from hexascope.collect.calls.contract import Call
from hexascope.collect.calls.holders import namespaces
from hexascope.collect.contract import Json
from hexascope.kit import clock

MOST_JVMS = 64
MOST_NAMES = 10_000
"""Names in /tmp that are looked at."""

MOST_BYTES = 256 * 1024
"""Bytes of one file; a JVM makes it 32 KiB long."""

MOST_ENTRIES = 4_096
MOST_NAMESPACES = 32
LONGEST_WORD = 64
FOLDER = "hsperfdata_"
TMP = "/tmp"  # noqa: S108 - the JVM writes there, wherever else temporary files go
MAGIC = b"\xca\xfe\xc0\xc0"

INFINITE = float("inf")
_none: dict[tuple[str, str], float] = {}
"""Where there was no JVM, and when that was seen."""

WANTED = re.compile(
    r"sun\.(?:gc\.(?:generation\.[01]\.(?:name|maxCapacity|capacity"
    r"|space\.[0-4]\.(?:name|used|capacity|maxCapacity))"
    r"|collector\.[0-3]\.(?:name|invocations|time)|lastCause"
    r"|policy\.gcTimeLimitExceeded)"
    r"|os\.hrt\.frequency|rt\.safepointTime|rt\.safepoints)"
    r"|java\.(?:threads\.live|property\.java\.version)"
)
"""Names of counters that are told."""


class _Place(NamedTuple):
    """A folder tmp, the mount namespace it belongs to ('' for ours), and a process in there."""

    path: str
    namespace: str


def jvm_counters(age: str, proc: str = "/proc", tmp: str = TMP) -> Json:
    """Give {pid: {counter: value}} of the JVMs of all mount namespaces, and how many refused.

    `age` is that of the list of namespaces, in seconds, as in the call of that name. Where there
    was no JVM at most so long ago, none is looked for again: most hosts have none.
    """
    now = clock.monotonic()
    if now - _none.get((proc, tmp), -INFINITE) < float(age):
        return {"jvms": {}, "refused": 0}
    found: dict[str, Json] = {}
    seen = _Seen()
    for place in _places(age, proc, tmp):
        for user in _folders(place.path):
            for inner, row in _files(f"{place.path}/{user}", seen):
                pid = _outer(proc, place, inner, row.uid)
                if pid and row.counters and len(found) < MOST_JVMS:
                    found.setdefault(str(pid), row.counters)
    _none.pop((proc, tmp), None)
    if not found and not seen.refused:
        _none[proc, tmp] = now
    return {"jvms": found, "refused": seen.refused}


class _Seen:
    """Which files were read already through another namespace, and how many refused."""

    def __init__(self) -> None:
        self.files: set[tuple[int, int]] = set()
        self.refused = 0


def _places(age: str, proc: str, tmp: str) -> Iterator[_Place]:
    yield _Place(tmp, "")
    answer = namespaces("mnt", age) if proc == "/proc" else {}
    rows = answer.get("rows") if isinstance(answer, dict) else None
    for row in rows[:MOST_NAMESPACES] if isinstance(rows, list) else ():
        if isinstance(row, list) and isinstance(answer, dict) and row[0] != answer.get("own"):
            yield _Place(f"{proc}/{row[1]}/root/tmp", str(row[0]))


@contextmanager
def _opened(path: str) -> Iterator[int]:
    """Open a folder; its own last name may be no link."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


def _folders(path: str) -> list[str]:
    try:
        with _opened(path) as folder, os.scandir(folder) as names:
            found = [
                one.name
                for _, one in zip(range(MOST_NAMES), names, strict=False)
                if one.name.startswith(FOLDER)
            ]
    except OSError:  # no such folder, or not for us
        return []
    return sorted(found)


class _Read(NamedTuple):
    uid: int
    counters: dict[str, Json]


def _files(path: str, seen: _Seen) -> Iterator[tuple[int, _Read]]:
    try:
        with _opened(path) as folder:
            names = [name for name in os.listdir(folder) if name.isascii() and name.isdecimal()]
            for name in sorted(names)[:MOST_JVMS]:
                row = _file(folder, name, seen)
                if row is not None and len(name) <= 10:
                    yield int(name), row
    except OSError:  # gone meanwhile, or a link
        return


def _file(folder: int, name: str, seen: _Seen) -> _Read | None:
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        handle = os.open(name, flags, dir_fd=folder)
    except PermissionError:  # another user's
        seen.refused += 1
        return None
    except OSError:  # gone, or a link
        return None
    try:
        facts = os.fstat(handle)
        place = (facts.st_dev, facts.st_ino)
        if not stat.S_ISREG(facts.st_mode) or place in seen.files:
            return None
        seen.files.add(place)
        return _Read(facts.st_uid, decoded(os.read(handle, MOST_BYTES)))
    except OSError:
        return None
    finally:
        os.close(handle)


def _outer(proc: str, place: _Place, inner: int, uid: int) -> int:
    """Give the pid by which we know the process that a file is named after; 0: there is none."""
    if not place.namespace:
        return inner if _owner(f"{proc}/{inner}") == uid else 0
    for name in os.listdir(proc):
        try:
            if name.isdecimal() and os.readlink(f"{proc}/{name}/ns/mnt") == place.namespace:
                inside = _inner_pid(f"{proc}/{name}/status")
                if inside == inner and _owner(f"{proc}/{name}") == uid:
                    return int(name)
        except OSError:
            continue  # it has ended
    return 0


def _owner(folder: str) -> int:
    try:
        return os.stat(folder).st_uid  # noqa: PTH116 - as in the other calls
    except OSError:
        return -1


def _inner_pid(path: str) -> int:
    with open(path, "rb") as file:
        words = file.read(8192).partition(b"\nNSpid:")[2].partition(b"\n")[0].split()
    return int(words[-1]) if words and words[-1].isdigit() else 0


def decoded(data: bytes) -> dict[str, Json]:
    """Take the counters out of a file's bytes; what is cut short or makes no sense is left out."""
    if len(data) < 32 or data[:4] != MAGIC or data[4] not in (0, 1) or data[5] != 2:
        return {}
    order = "<" if data[4] else ">"
    start, count = struct.unpack_from(f"{order}ii", data, 24)
    told: dict[str, Json] = {}
    at = start
    for _ in range(min(max(count, 0), MOST_ENTRIES)):
        if at < 32 or at + 20 > len(data):
            break
        size, name_at, vector, kind, _, _, _, data_at = struct.unpack_from(
            f"{order}iii4Bi", data, at
        )
        if size < 20 or name_at < 0 or data_at < 0:
            break
        name = data[at + name_at : at + name_at + 128].split(b"\0", 1)[0]
        key = name.decode("ascii", errors="replace")
        if WANTED.fullmatch(key):
            value = _value(data, at + data_at, kind, vector, order)
            if value is not None:
                told[key] = value
        at += size
    return told


def _value(data: bytes, at: int, kind: int, vector: int, order: str) -> Json:
    if kind == ord("J") and vector == 0 and at + 8 <= len(data):
        return int(struct.unpack_from(f"{order}q", data, at)[0])
    if kind == ord("B") and vector > 0:
        word = data[at : at + min(vector, LONGEST_WORD)].split(b"\0", 1)[0]
        return word.decode("ascii", errors="replace")
    return None


CALLS: Mapping[str, Call] = {"jvm_counters": jvm_counters}

"""From addresses to names: kernel functions, functions of programs, and those of JITs."""

import os
import re
import stat
import threading
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hexascope.collect.probing.calls.elf import names_at
from hexascope.collect.probing.calls.mangled import demangled
from hexascope.kit import clock

UNKNOWN = "[unknown]"
KERNEL_MARK, JIT_MARK = "_[k]", "_[j]"
"""How frames of the kernel and of a JIT end, as in folded stacks elsewhere."""

MOST_MAPS_BYTES = 4 * 1024 * 1024
MOST_KALLSYMS_BYTES = 64 * 1024 * 1024
MOST_PERF_MAP_BYTES = 16 * 1024 * 1024
MOST_MODULES = 200
"""Files whose symbols are read for one profile."""

KEPT_SECONDS = 5.0
"""How long the kernel's symbols are kept: two profiles of one look share them."""

LONGEST_NAME = 200
_READING = threading.Lock()
_READ: list[tuple[float, int, bytes]] = []
_MAP = re.compile(r"^([0-9a-f]{1,16})-([0-9a-f]{1,16}) ..x. ([0-9a-f]{1,16}) \S+ \d+\s*(.*)$")
_CODE = frozenset("tTwW")


class Mapped(NamedTuple):
    """A piece of a process' memory that code lies in."""

    begin: int
    end: int
    offset: int
    path: str


def mappings(text: str) -> list[Mapped]:
    """Read /proc/PID/maps: the pieces that may be run, by address."""
    found = []
    for line in text.splitlines():
        match = _MAP.match(line)
        if match:
            begin, end, offset = (int(match[number], 16) for number in (1, 2, 3))
            found.append(Mapped(begin, end, offset, match[4]))
    return sorted(found)


def user_names(pid: int, addresses: Iterable[int]) -> dict[int, str]:
    """Name addresses of a process; what has no symbol is `[unknown] (module)`."""
    maps = mappings(_text(f"/proc/{pid}/maps", MOST_MAPS_BYTES))
    begins = [one.begin for one in maps]
    by_module: dict[Mapped, list[int]] = {}
    loose: list[int] = []
    for address in addresses:
        at = bisect_right(begins, address) - 1
        if at < 0 or address >= maps[at].end or not maps[at].path.startswith("/"):
            loose.append(address)
        else:
            by_module.setdefault(maps[at], []).append(address)
    named = _jitted(pid, loose) if loose else {}
    for one, inside in list(by_module.items())[:MOST_MODULES]:
        places = {address: address - one.begin + one.offset for address in inside}
        found = names_at(_file(pid, one), places.values())
        module = one.path.removesuffix(" (deleted)").rpartition("/")[2]
        for address, place in places.items():
            named[address] = demangled(found.get(place, f"{UNKNOWN} ({module})"))
    return named


def _file(pid: int, one: Mapped) -> str:
    """Give a path to the mapped file itself where we may, also when it was deleted since."""
    exact = f"/proc/{pid}/map_files/{one.begin:x}-{one.end:x}"
    return exact if os.access(exact, os.R_OK) else f"/proc/{pid}/root{one.path}"


def _jitted(pid: int, addresses: list[int]) -> dict[int, str]:
    """Name what a JIT wrote into /tmp/perf-PID.map, if the process' user or root owns that."""
    inner = _text(f"/proc/{pid}/status", 8192).partition("NSpid:")[2].partition("\n")[0].split()
    path = f"/proc/{pid}/root/tmp/perf-{inner[-1] if inner else pid}.map"
    starts: list[tuple[int, int, str]] = []
    for line in _owned(path, pid).splitlines():
        begin, _, rest = line.partition(" ")
        size, _, name = rest.partition(" ")
        with suppress(ValueError):
            starts.append((int(begin, 16), int(size, 16), name[:LONGEST_NAME]))
    starts.sort()
    begins = [begin for begin, _, _ in starts]
    named = {}
    for address in addresses:
        at = bisect_right(begins, address) - 1
        if at >= 0 and address < starts[at][0] + starts[at][1] and starts[at][2]:
            named[address] = starts[at][2] + JIT_MARK
    return named


def _owned(path: str, pid: int) -> str:
    """Give the text of a regular file that belongs to root or to the process' user; '' else."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            found, owner = os.fstat(handle), Path(f"/proc/{pid}").stat()
            if not stat.S_ISREG(found.st_mode) or found.st_uid not in (0, owner.st_uid):
                return ""
            return os.read(handle, MOST_PERF_MAP_BYTES).decode(errors="backslashreplace")
        finally:
            os.close(handle)
    except OSError:
        return ""


def kernel_names(addresses: Iterable[int]) -> dict[int, str]:
    """Name addresses of the kernel, each with its mark."""
    wanted = sorted(set(addresses))
    if not wanted:
        return {}
    found = in_kallsyms(_kallsyms(wanted[-1]), wanted)
    return {at: found.get(at, UNKNOWN) + KERNEL_MARK for at in wanted}


def _kallsyms(highest: int) -> bytes:
    """Read the kernel's symbols up to an address, as they are sorted by it: half of them are data.

    Who asks meanwhile waits for them instead of reading them too.
    """
    with _READING:
        now = clock.monotonic()
        if not _READ or now - _READ[0][0] > KEPT_SECONDS or _READ[0][1] < highest:
            text = _bytes(
                "/proc/kallsyms", MOST_KALLSYMS_BYTES, lambda part: _beyond(part, highest)
            )
            _READ[:] = [(now, highest, text)]
        return _READ[0][2]


def _beyond(part: bytes, highest: int) -> bool:
    """Say whether the last whole line of a part of the list is of a higher address."""
    line = part[part.rfind(b"\n", 0, part.rfind(b"\n")) + 1 :].split(b" ", 1)[0]
    try:
        return int(line, 16) > highest
    except ValueError:
        return False


def in_kallsyms(text: bytes, wanted: Iterable[int]) -> Mapping[int, str]:
    """Find addresses in a list of symbols: the kernel's own, sorted, and then each module's.

    Two hundred thousand lines are not taken apart for a hundred addresses: the sorted part is
    searched as it is.
    """
    first_module = text.find(b"\t[")
    end = len(text) if first_module < 0 else text.rfind(b"\n", 0, first_module) + 1
    named = {}
    modules: list[tuple[int, str]] | None = None
    for address in wanted:
        name = _searched(text, end, address)
        if name is None:
            if modules is None:
                modules = _module_symbols(text[end:])
            at = bisect_right(modules, (address, "\U0010ffff")) - 1
            name = modules[at][1] if at >= 0 else None
        if name:
            named[address] = name
    return named


def _searched(text: bytes, end: int, address: int) -> str | None:
    """Give the name of the last symbol at or below an address; None where there is none."""
    low, high = 0, end
    best = None
    while low < high:
        begin = text.rfind(b"\n", 0, (low + high) // 2) + 1
        stop = text.find(b"\n", begin, end)
        stop = end if stop < 0 else stop
        line = text[begin:stop].split(None, 2)
        try:
            at = int(line[0], 16)
        except (ValueError, IndexError):
            return None
        if at <= address:
            # absolute addresses of zero: the kernel hides them from us
            best = line[2] if at and len(line) > 2 else None
            low = stop + 1
        else:
            high = begin
    if low >= end:
        return None  # beyond the last symbol, which is of no function: it may be a module's
    return best.decode(errors="backslashreplace")[:LONGEST_NAME] if best else None


def _module_symbols(text: bytes) -> list[tuple[int, str]]:
    found = []
    for line in text.decode(errors="backslashreplace").splitlines():
        words = line.split(None, 2)
        if len(words) > 2 and words[1] in _CODE:
            with suppress(ValueError):
                found.append((int(words[0], 16), words[2].replace("\t", " ")[:LONGEST_NAME]))
    return sorted(found)


def _bytes(path: str, limit: int, enough: Callable[[bytes], bool] = lambda _: False) -> bytes:
    """Read a file of /proc whole, or until a part is enough; empty where it can't be read."""
    parts = []
    size = 0
    try:
        with open(path, "rb", buffering=0) as file:
            while size < limit:
                data = file.read(256 * 1024)
                if not data:
                    break
                parts.append(data)
                size += len(data)
                if enough(data):
                    break
    except OSError:
        return b""
    return b"".join(parts)


def _text(path: str, limit: int) -> str:
    return _bytes(path, limit).decode(errors="backslashreplace")

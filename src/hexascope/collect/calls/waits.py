"""Which system call a thread waits in, and for which of its descriptors.

Numbers of system calls differ by machine. Of a process' own memory nothing is read but the list of
descriptors that it gave to poll or select.
"""

import os
import struct

MOST_LISTED = 16
"""Descriptors of one poll or select that are named."""

MOST_SELECT = 1024

X86_64 = {
    0: "read",
    1: "write",
    7: "poll",
    17: "pread64",
    18: "pwrite64",
    19: "readv",
    20: "writev",
    23: "select",
    34: "pause",
    35: "nanosleep",
    40: "sendfile",
    42: "connect",
    43: "accept",
    44: "sendto",
    45: "recvfrom",
    46: "sendmsg",
    47: "recvmsg",
    61: "wait4",
    65: "semop",
    69: "msgsnd",
    70: "msgrcv",
    72: "fcntl",
    73: "flock",
    74: "fsync",
    75: "fdatasync",
    128: "rt_sigtimedwait",
    130: "rt_sigsuspend",
    162: "sync",
    202: "futex",
    208: "io_getevents",
    219: "restart_syscall",
    220: "semtimedop",
    230: "clock_nanosleep",
    232: "epoll_wait",
    247: "waitid",
    270: "pselect6",
    271: "ppoll",
    275: "splice",
    277: "sync_file_range",
    281: "epoll_pwait",
    288: "accept4",
    295: "preadv",
    296: "pwritev",
    299: "recvmmsg",
    306: "syncfs",
    307: "sendmmsg",
    426: "io_uring_enter",
    441: "epoll_pwait2",
    449: "futex_waitv",
    455: "futex_wait",
}
GENERIC = {
    4: "io_getevents",
    22: "epoll_pwait",
    25: "fcntl",
    32: "flock",
    63: "read",
    64: "write",
    65: "readv",
    66: "writev",
    67: "pread64",
    68: "pwrite64",
    69: "preadv",
    70: "pwritev",
    71: "sendfile",
    72: "pselect6",
    73: "ppoll",
    76: "splice",
    81: "sync",
    82: "fsync",
    83: "fdatasync",
    84: "sync_file_range",
    95: "waitid",
    98: "futex",
    101: "nanosleep",
    115: "clock_nanosleep",
    128: "restart_syscall",
    133: "rt_sigsuspend",
    137: "rt_sigtimedwait",
    188: "msgrcv",
    189: "msgsnd",
    192: "semtimedop",
    193: "semop",
    202: "accept",
    203: "connect",
    206: "sendto",
    207: "recvfrom",
    211: "sendmsg",
    212: "recvmsg",
    242: "accept4",
    243: "recvmmsg",
    260: "wait4",
    267: "syncfs",
    269: "sendmmsg",
    426: "io_uring_enter",
    441: "epoll_pwait2",
    449: "futex_waitv",
    455: "futex_wait",
}
"""Numbers of arm64, riscv64 and loongarch64 alike."""

MACHINES = {"x86_64": X86_64, "aarch64": GENERIC, "riscv64": GENERIC, "loongarch64": GENERIC}

ON_A_DESCRIPTOR = frozenset(
    (
        *("read", "write", "readv", "writev", "pread64", "pwrite64", "preadv", "pwritev"),
        *("recvfrom", "recvmsg", "recvmmsg", "sendto", "sendmsg", "sendmmsg", "sendfile"),
        *("connect", "accept", "accept4", "fsync", "fdatasync", "syncfs", "sync_file_range"),
        *("flock", "fcntl", "splice"),
    )
)
POLLS = frozenset(("poll", "ppoll"))
SELECTS = frozenset(("select", "pselect6"))

_POLLED = struct.Struct("=iHH")


def named(raw: str, machine: str) -> str:
    """Name the system call of a line of /proc/PID/syscall; empty: it runs, or it is another one.

    >>> named("202 0x1 0x80 0x2 0x0 0x0 0x0 0x7f 0x7f", "x86_64")
    'futex'
    """
    number = raw.split(" ", 1)[0]
    if number == "-1":
        return "page fault"
    return MACHINES.get(machine, {}).get(int(number), "") if number.isdecimal() else ""


def descriptors(pid: int, call: str, raw: str) -> list[int]:
    """Give the descriptors that a waiting call is about, at most MOST_LISTED."""
    words = raw.split()
    if len(words) < 7:
        return []
    first, second = int(words[1], 16), int(words[2], 16)
    if call in ON_A_DESCRIPTOR:
        return [first & 0xFFFFFFFF] if first & 0xFFFFFFFF < 1 << 31 else []
    if call in POLLS and 0 < second <= MOST_SELECT:
        return _polled(_memory(pid, first, min(second, MOST_LISTED) * _POLLED.size))
    if call in SELECTS and 0 < first <= MOST_SELECT and second:
        return _selected(_memory(pid, second, (first + 63) // 64 * 8), first)
    return []


def _memory(pid: int, address: int, size: int) -> bytes:
    try:
        handle = os.open(f"/proc/{pid}/mem", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return b""
    try:
        return os.pread(handle, size, address)
    except (OSError, OverflowError):
        return b""
    finally:
        os.close(handle)


def _polled(data: bytes) -> list[int]:
    whole = data[: len(data) // _POLLED.size * _POLLED.size]
    return [handle for handle, _, _ in _POLLED.iter_unpack(whole) if handle >= 0]


def _selected(data: bytes, most: int) -> list[int]:
    found = [at * 8 + bit for at, byte in enumerate(data) for bit in range(8) if byte & 1 << bit]
    return [handle for handle in found if handle < most][:MOST_LISTED]


def linked(pid: int, handles: list[int]) -> list[str]:
    """Name what descriptors stand for: `socket:[4711]`, `pipe:[12]`, a path."""
    found: list[str] = []
    for handle in handles:
        try:
            found.append(os.readlink(f"/proc/{pid}/fd/{handle}"))
        except OSError:
            continue  # closed meanwhile
    return [os.fsencode(one).decode(errors="backslashreplace")[:256] for one in found]

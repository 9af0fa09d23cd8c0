"""Who is at the other end of a socket or a pipe: the kernel's own tables, and one walk of /proc."""

import os
import socket
import stat
import struct
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from hexascope.collect.calls.inside import inside
from hexascope.collect.calls.netlink import BY_FAMILY, STATES, endpoint
from hexascope.collect.calls.netlink_wire import NETLINK_SOCK_DIAG, attributes, dump
from hexascope.kit import clock

MOST_CONNECTIONS = 20_000
MOST_DESCRIPTORS = 20_000
"""Descriptors that one walk looks at."""

MOST_WALK_SECONDS = 0.05
MOST_HOLDERS = 16
"""Processes that are named as holders of one thing."""

TCP = 6
INFO = 2
ALIVE = 0xFFF & ~(1 << 6)
"""All states but TIME_WAIT, which has no owner."""

SENT, RECEIVED = 9, 11
"""Places of the two ages among the numbers of struct tcp_info."""

SHOW_NAME, SHOW_PEER = 0x01, 0x04
NAME, PEER = 0, 2
_REQUEST = struct.Struct("=BBBxI48x")
_LOCAL_REQUEST = struct.Struct("=BBxxIIIII")
_TAIL = struct.Struct("=5I")
_AGES = struct.Struct("=24I")
_NUMBER = struct.Struct("=I")


class Connection(NamedTuple):
    """One TCP socket: ages in ms since it sent and received data, None where not told."""

    local: str
    remote: str
    state: str
    inode: int
    receive_queue: int
    send_queue: int
    sent: int | None = None
    received: int | None = None


class Local(NamedTuple):
    """One unix socket: the name it is bound to, and the inode of its other end."""

    inode: int
    name: str
    peer: int


def connections(pid: int) -> list[Connection]:
    """Give the TCP sockets of a process' network namespace."""
    return inside(str(pid), lambda: list(_connections()))


def _connections() -> Iterator[Connection]:
    for family in (socket.AF_INET, socket.AF_INET6):
        request = _REQUEST.pack(family, TCP, 1 << (INFO - 1), ALIVE)
        try:
            for seen, body in enumerate(dump(NETLINK_SOCK_DIAG, BY_FAMILY, request)):
                row = connection(body)
                if row is not None:
                    yield row
                if seen >= MOST_CONNECTIONS:
                    break
        except OSError:
            if family == socket.AF_INET:
                raise


def connection(body: bytes) -> Connection | None:
    """Take one inet_diag_msg apart; None: it is cut short."""
    if len(body) < 72:
        return None
    family, state = body[0], body[1]
    _, received, sending, _, inode = _TAIL.unpack_from(body, 52)
    source, target = struct.unpack_from(">HH", body, 4)
    size = 4 if family == socket.AF_INET else 16
    info = attributes(body, 72).get(INFO, b"")
    numbers = _AGES.unpack_from(info, 8) if len(info) >= 8 + _AGES.size else None
    return Connection(
        _plain(endpoint(body[8 : 8 + size], source)),
        _plain(endpoint(body[24 : 24 + size], target)),
        STATES[state] if state < len(STATES) else "",
        inode,
        received,
        sending,
        numbers[SENT] if numbers else None,
        numbers[RECEIVED] if numbers else None,
    )


def _plain(address: str) -> str:
    """Write an address of version 4 within one of version 6 as the other end does."""
    if address.startswith("[::ffff:") and "." in address:
        return address.removeprefix("[::ffff:").replace("]", "", 1)
    return address


def locals_of(pid: int) -> dict[int, Local]:
    """Give the connected unix sockets of a process' network namespace by inode."""
    return inside(str(pid), lambda: {one.inode: one for one in _locals()})


def _locals() -> Iterator[Local]:
    request = _LOCAL_REQUEST.pack(socket.AF_UNIX, 0, 0xFFF, 0, SHOW_NAME | SHOW_PEER, 0, 0)
    for seen, body in enumerate(dump(NETLINK_SOCK_DIAG, BY_FAMILY, request)):
        row = local(body)
        if row is not None:
            yield row
        if seen >= MOST_CONNECTIONS:
            break


def local(body: bytes) -> Local | None:
    """Take one unix_diag_msg apart; None: it is cut short."""
    if len(body) < 16:
        return None
    (inode,) = _NUMBER.unpack_from(body, 4)
    told = attributes(body, 16)
    peer = told.get(PEER, b"")
    name = told.get(NAME, b"")
    if name.startswith(b"\0"):
        name = b"@" + name[1:]
    return Local(
        inode,
        name.rstrip(b"\0").decode(errors="backslashreplace")[:108],
        _NUMBER.unpack_from(peer)[0] if len(peer) == 4 else 0,
    )


def holders(wanted: Iterable[str], first: Iterable[int] = ()) -> dict[str, list[tuple[int, bool]]]:
    """Give who holds each link (`socket:[1]`, `pipe:[2]`): pids, and whether they may write.

    The processes in `first` are asked first. It ends at MOST_DESCRIPTORS or MOST_WALK_SECONDS.
    """
    sought = frozenset(wanted)
    found: dict[str, list[tuple[int, bool]]] = {}
    if not sought:
        return found
    end = clock.monotonic() + MOST_WALK_SECONDS
    others = sorted((int(name) for name in os.listdir("/proc") if name.isdecimal()), reverse=True)
    seen = 0
    for pid in dict.fromkeys((*first, *others)):
        if seen > MOST_DESCRIPTORS or clock.monotonic() > end:
            break
        folder = f"/proc/{pid}/fd/"
        try:
            names = os.listdir(folder)
        except OSError:  # it has ended, or is another user's
            continue
        seen += len(names) + 1
        for name in names:
            try:
                link = os.readlink(folder + name)
                if link not in sought:
                    continue
                # the link itself tells how it was opened
                writes = bool(os.lstat(folder + name).st_mode & stat.S_IWUSR)
            except OSError:
                continue
            told = found.setdefault(link, [])
            if (pid, writes) not in told and len(told) < MOST_HOLDERS:
                told.append((pid, writes))
    return found


MOST_WATCHED = 64
"""Descriptors of one event loop that are named."""


def watched(pid: int, handle: int) -> list[str]:
    """Name the sockets and pipes that an epoll descriptor watches: `tfd: 8 … ino:1a2 sdev:9`."""
    try:
        file = os.open(f"/proc/{pid}/fdinfo/{handle}", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return []
    try:
        text = os.read(file, 64 * 1024).decode(errors="backslashreplace")
    except OSError:
        return []
    finally:
        os.close(file)
    found: list[str] = []
    for line in text.splitlines():
        words = line.split()
        if len(found) >= MOST_WATCHED or len(words) < 2 or words[0] != "tfd:":
            continue
        try:
            link = os.readlink(f"/proc/{pid}/fd/{int(words[1])}")
        except (OSError, ValueError):
            continue
        if link.startswith(("socket:", "pipe:")):
            found.append(link)
    return found

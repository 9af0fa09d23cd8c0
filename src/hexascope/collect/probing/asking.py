"""Asking a server over a local socket, TCP or UDP, also from within another namespace.

This file is run by itself in a child process where namespaces have to be entered: it needs nothing
but the standard library, and everything is imported before it goes inside.
"""

import ctypes
import ipaddress
import json
import os
import socket
import sys
import time
from collections.abc import Callable

QUIET_SECONDS = 0.1
"""An answer is over when nothing more has come for so long."""

CHUNK = 64 * 1024
CLONE_NEWNS, CLONE_NEWNET = 0x00020000, 0x40000000
SPACES = (("net", CLONE_NEWNET), ("mnt", CLONE_NEWNS))


def door(address: str) -> tuple[int, int, object]:
    """Read `unix:/path`, `unix:@abstract`, `tcp:host:port` or `udp:host:port`; ValueError else.

    A host is an address, never a name: asking for a name would be another question.
    """
    kind, _, rest = address.partition(":")
    if kind == "unix" and rest and "\0" not in rest:
        return socket.AF_UNIX, socket.SOCK_STREAM, "\0" + rest[1:] if rest[0] == "@" else rest
    host, _, port = rest.rpartition(":")
    kinds = {"tcp": socket.SOCK_STREAM, "udp": socket.SOCK_DGRAM}
    if kind not in kinds or not port.isdecimal() or not 0 < int(port) < 65536:
        raise ValueError(f"{address!r} is no address of a server")
    found = ipaddress.ip_address(host.strip("[]"))
    family = socket.AF_INET if found.version == 4 else socket.AF_INET6
    return family, kinds[kind], (str(found), int(port))


def answer(
    address: str, request: bytes, seconds: float, most: int, now: Callable[[], float]
) -> bytes:
    """Send and give what comes until it ends, pauses, is too much, or the time is over.

    OSError where nobody listens; TimeoutError where nothing came at all.
    """
    ends = now() + seconds
    family, kind, place = door(address)
    got = bytearray()
    with socket.socket(family, kind) as line:
        line.settimeout(seconds)
        line.connect(place)  # type: ignore[arg-type] # `door` gives what the family takes
        line.settimeout(max(0.001, ends - now()))
        if request:
            line.sendall(request)
        while len(got) < most:
            left = ends - now()
            if left <= 0:
                break
            line.settimeout(min(left, QUIET_SECONDS) if got else left)
            try:
                data = line.recv(min(CHUNK, most - len(got)))
            except TimeoutError:
                if got:
                    break
                raise
            got += data
            if not data or kind == socket.SOCK_DGRAM:
                break
    return bytes(got)


def foreign(pid: int) -> tuple[str, ...]:
    """Give which of a process' namespaces are not ours: `net`, `mnt`."""
    return tuple(
        name
        for name, _ in SPACES
        if os.readlink(f"/proc/{pid}/ns/{name}") != os.readlink(f"/proc/self/ns/{name}")
    )


def enter(pid: int, names: tuple[str, ...]) -> None:
    """Move this process into namespaces of another; all doors are opened before one is gone
    through.
    """
    library = ctypes.CDLL(None, use_errno=True)
    handles = [
        (os.open(f"/proc/{pid}/ns/{name}", os.O_RDONLY | os.O_CLOEXEC), kind)
        for name, kind in SPACES
        if name in names
    ]
    for handle, kind in handles:
        if library.setns(handle, kind) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))


def main() -> None:
    """Ask as the input says; the answer goes to the output, a refusal to the errors as JSON."""
    head, _, request = sys.stdin.buffer.read().partition(b"\n")
    asked = json.loads(head)
    try:
        enter(asked["pid"], tuple(asked["spaces"]))
        now = time.monotonic  # noqa: TID251 - a child by itself has no kit
        got = answer(asked["address"], request, asked["seconds"], asked["most"], now)
    except OSError as error:
        number = 110 if isinstance(error, TimeoutError) else error.errno or 0
        sys.stderr.write(json.dumps([number, error.strerror or str(error)]))
        sys.exit(1)
    sys.stdout.buffer.write(got)


if __name__ == "__main__":
    main()

"""Asking a name server from within another process' network namespace, without a child."""

import ipaddress
import os
import socket
import struct
from collections.abc import Mapping

from hexascope.collect.calls.contract import Call
from hexascope.collect.calls.inside import inside
from hexascope.collect.contract import Json
from hexascope.kit import clock

QUESTIONS = 3
PATIENCE_SECONDS = 0.3
"""How long one answer is waited for: three servers that are dead cost 2.7 s."""

MOST_BYTES = 4096
PORT = 53
_HEADER = struct.Struct(">6H")
_NAMESERVERS, _INTERNET = 2, 1


def dns_answers(pid: str, server: str) -> Json:
    """Ask a server three times for the root's name servers; seconds of each answer, null: none.

    With pid 0 it is asked from our own namespace. OSError: it can't be reached, or refuses.
    """
    address = ipaddress.ip_address(server)
    return inside(pid if pid != "0" else str(os.getpid()), lambda: _asked(address))


def _asked(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> Json:
    family = socket.AF_INET if address.version == 4 else socket.AF_INET6
    told: list[Json] = []
    for number in range(1, QUESTIONS + 1):
        with socket.socket(family, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as door:
            door.connect((str(address), PORT))
            began = clock.monotonic()
            door.send(question(number))
            told.append(_answer(door, number, began))
    return told


def _answer(door: socket.socket, number: int, began: float) -> float | None:
    """Wait for the answer to one question; what is none is passed over."""
    while (left := began + PATIENCE_SECONDS - clock.monotonic()) > 0:
        door.settimeout(left)
        try:
            data = door.recv(MOST_BYTES)
        except TimeoutError:
            return None
        if answers(data, number):
            return clock.monotonic() - began
    return None


def question(number: int) -> bytes:
    """Make a question for the name servers of the root."""
    return (
        _HEADER.pack(number, 0x0100, 1, 0, 0, 0)
        + b"\0"
        + struct.pack(">2H", _NAMESERVERS, _INTERNET)
    )


def answers(data: bytes, number: int) -> bool:
    """Say whether something is an answer to a question of ours."""
    if len(data) < _HEADER.size:
        return False
    told, flags, *_ = _HEADER.unpack_from(data)
    return bool(told == number and flags & 0x8000)


CALLS: Mapping[str, Call] = {"dns_answers": dns_answers}

"""The wire format of netlink: asking for a dump, and taking its messages apart."""

import os
import socket
import struct
import sys
from collections.abc import Iterator

NETLINK_ROUTE = 0
NETLINK_SOCK_DIAG = 4
DUMP_REQUEST = 0x301  # NLM_F_REQUEST | NLM_F_ROOT | NLM_F_MATCH
DONE, ERROR = 3, 2
RECEIVE_BYTES = 256 * 1024
PATIENCE_SECONDS = 1.0
MOST_BYTES = 32 * 1024 * 1024
"""Bytes of one dump that are taken apart; the rest is left."""

_HEADER = struct.Struct("=IHHII")
_ATTRIBUTE = struct.Struct("=HH")
NESTED_MASK = 0x3FFF


def dump(protocol: int, kind: int, payload: bytes) -> Iterator[bytes]:
    """Give the payload of each message of a dump, in the namespace of the calling thread.

    Raises OSError when the kernel refuses or does not answer in a second.
    """
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_CLOEXEC, protocol) as door:
        door.settimeout(PATIENCE_SECONDS)
        door.bind((0, 0))
        size = _HEADER.size + len(payload)
        door.send(_HEADER.pack(size, kind, DUMP_REQUEST, 1, 0) + payload)
        taken = 0
        while taken < MOST_BYTES:
            data = door.recv(RECEIVE_BYTES)
            taken += len(data)
            for message, body in messages(data):
                if message == DONE:
                    return
                if message == ERROR:
                    _refuse(body)
                yield body


def messages(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Give type and payload of each message in one datagram; a truncated one ends it."""
    at = 0
    while at + _HEADER.size <= len(data):
        size, kind, _, _, _ = _HEADER.unpack_from(data, at)
        if size < _HEADER.size or at + size > len(data):
            return
        yield kind, data[at + _HEADER.size : at + size]
        at += (size + 3) & ~3


def attributes(data: bytes, start: int = 0) -> dict[int, bytes]:
    """Give the attributes behind a message's fixed part by their type."""
    found: dict[int, bytes] = {}
    at = start
    while at + _ATTRIBUTE.size <= len(data):
        size, kind = _ATTRIBUTE.unpack_from(data, at)
        if size < _ATTRIBUTE.size or at + size > len(data):
            break
        found[kind & NESTED_MASK] = data[at + _ATTRIBUTE.size : at + size]
        at += (size + 3) & ~3
    return found


def whole(data: bytes | None) -> int | None:
    """Give an attribute's unsigned number of 1, 2, 4 or 8 bytes."""
    if data is None or len(data) not in (1, 2, 4, 8):
        return None
    return int.from_bytes(data, sys.byteorder)


def word(data: bytes | None) -> str:
    """Give an attribute's text without its end mark."""
    return (data or b"").split(b"\0", 1)[0].decode(errors="backslashreplace")


def _refuse(body: bytes) -> None:
    number = -struct.unpack_from("=i", body)[0] if len(body) >= 4 else 0
    raise OSError(number, os.strerror(number))

"""Who has spoken last on each TCP connection, from the kernel's own ages (struct tcp_info)."""

import socket
import struct
from collections.abc import Mapping

from hexascope.collect.calls.contract import Call
from hexascope.collect.calls.inside import inside
from hexascope.collect.calls.netlink import BY_FAMILY, endpoint
from hexascope.collect.calls.netlink_wire import NETLINK_SOCK_DIAG, attributes, dump
from hexascope.collect.contract import Json

MOST_TALKS = 2_000
"""Connections that one answer tells of."""

MOST_SEEN = 20_000
"""Connections that are looked at for them."""

LONGEST_SILENCE_MS = 300_000
"""Who has said nothing for so long has nothing going on."""

ESTABLISHED = 1 << 1
INFO = 2
TCP = 6
_REQUEST = struct.Struct("=BBBxI48x")
_QUEUE = struct.Struct("=I")
_INODE = struct.Struct("=I")
_AGES = struct.Struct("=24I")
SENT, RECEIVED = 9, 11
"""Places of the two ages among the numbers of struct tcp_info."""
_PIECES = struct.Struct("=II")
PIECES_AT = 152
"""Where segments with data stand, received and sent; kernels before 4.6 have none."""


def talks(pid: str, cap: str) -> Json:
    """Give [local, remote, inode, ms since sent, ms since received, sent, received, unread].

    Sent and received are segments with data, unread are bytes.
    Of the network namespace of a process, and of those only on which somebody spoke within the last
    five minutes.
    """
    return inside(pid, lambda: _talks(min(int(cap), MOST_TALKS)))


def unread(pid: str, cap: str) -> Json:
    """Give the connections of a namespace on which something lies that its program has not read."""
    return inside(pid, lambda: _talks(min(int(cap), MOST_TALKS), unread_only=True))


def _talks(cap: int, *, unread_only: bool = False) -> Json:
    rows: list[Json] = []
    for family in (socket.AF_INET, socket.AF_INET6):
        request = _REQUEST.pack(family, TCP, 1 << (INFO - 1), ESTABLISHED)
        try:
            for seen, body in enumerate(dump(NETLINK_SOCK_DIAG, BY_FAMILY, request)):
                row = None if unread_only and not _queued(body) else talk_row(body)
                if row is not None:
                    rows.append(row)
                if seen >= MOST_SEEN or len(rows) >= cap:
                    break
        except OSError:
            if family == socket.AF_INET:
                raise
    return rows


def _queued(body: bytes) -> int:
    """Give the bytes in a socket's receive queue."""
    return int(_QUEUE.unpack_from(body, 56)[0]) if len(body) >= 60 else 0


def talk_row(body: bytes) -> Json:
    """Take one inet_diag_msg apart; None: nobody has spoken lately, or it is cut short."""
    if len(body) < 72:
        return None
    info = attributes(body, 72).get(INFO, b"")
    if len(info) < 8 + _AGES.size:
        return None
    numbers = _AGES.unpack_from(info, 8)
    sent, received = numbers[SENT], numbers[RECEIVED]
    if min(sent, received) > LONGEST_SILENCE_MS:
        return None
    pieces = len(info) >= PIECES_AT + _PIECES.size
    came, went = _PIECES.unpack_from(info, PIECES_AT) if pieces else (0, 0)
    size = 4 if body[0] == socket.AF_INET else 16
    source, target = struct.unpack_from(">HH", body, 4)
    (inode,) = _INODE.unpack_from(body, 68)
    return [
        endpoint(body[8 : 8 + size], source),
        endpoint(body[24 : 24 + size], target),
        inode,
        sent,
        received,
        went,
        came,
        _queued(body),
    ]


CALLS: Mapping[str, Call] = {"talks": talks, "unread": unread}

"""What the kernel tells of each TCP connection of a process: struct tcp_info, through netlink."""

import os
import socket
import struct
from collections.abc import Mapping

from hexascope.collect.calls.contract import Call
from hexascope.collect.calls.inside import inside
from hexascope.collect.calls.netlink import BY_FAMILY, endpoint
from hexascope.collect.calls.netlink_wire import NETLINK_SOCK_DIAG, attributes, dump
from hexascope.collect.contract import Json

MOST_DESCRIPTORS = 4_096
MOST_SOCKETS = 50_000
MOST_TOLD = 256
ESTABLISHED, CLOSE_WAIT = 1, 8
INFO = 2
_REQUEST = struct.Struct("=BBBxI48x")
_TAIL = struct.Struct("=5I")
_WORDS = {"mss": 16, "unacked": 24, "rtt_us": 68, "window": 80, "retransmitted": 100}
_LATER_WORDS = {"segments_out": 136, "unsent": 144}
_LONGS = {"pacing_rate": 104}
_LATER_LONGS = {"busy_us": 168, "peer_limited_us": 176, "buffer_limited_us": 184}


def socket_details(pid: str) -> Json:
    """Give the established TCP connections of a process with what the kernel knows of each."""
    owned = _inodes(int(pid))
    return inside(pid, lambda: _rows(owned))


def _inodes(pid: int) -> set[int]:
    found = set()
    for name in os.listdir(f"/proc/{pid}/fd")[:MOST_DESCRIPTORS]:
        try:
            target = os.readlink(f"/proc/{pid}/fd/{name}")
        except OSError:
            continue
        if target.startswith("socket:["):
            found.add(int(target[8:-1]))
    return found


def _rows(owned: set[int]) -> Json:
    rows: list[Json] = []
    states = 1 << ESTABLISHED | 1 << CLOSE_WAIT
    for family in (socket.AF_INET, socket.AF_INET6):
        request = _REQUEST.pack(family, socket.IPPROTO_TCP, 1 << (INFO - 1), states)
        try:
            for seen, body in enumerate(dump(NETLINK_SOCK_DIAG, BY_FAMILY, request)):
                row = detail(body)
                if row is not None and row["inode"] in owned:
                    rows.append(row)
                if seen >= MOST_SOCKETS or len(rows) >= MOST_TOLD:
                    break
        except OSError:
            if family == socket.AF_INET:
                raise
    return rows


def detail(body: bytes) -> dict[str, Json] | None:
    """Take one inet_diag_msg with its tcp_info apart; None for one without."""
    if len(body) < 72:
        return None
    family = body[0]
    _, received, sending, _, inode = _TAIL.unpack_from(body, 52)
    info = attributes(body, 72).get(INFO, b"")
    if len(info) < 104:
        return None
    source, target = struct.unpack_from(">HH", body, 4)
    size = 4 if family == socket.AF_INET else 16
    row: dict[str, Json] = {
        "local": endpoint(body[8 : 8 + size], source),
        "remote": endpoint(body[24 : 24 + size], target),
        "inode": inode,
        "receive_queue": received,
        "send_queue": sending,
    }
    for names, form in ((_WORDS, "=I"), (_LATER_WORDS, "=I"), (_LONGS, "=Q"), (_LATER_LONGS, "=Q")):
        for name, at in names.items():
            if at + struct.calcsize(form) <= len(info):
                row[name] = struct.unpack_from(form, info, at)[0]
    return row


CALLS: Mapping[str, Call] = {"socket_details": socket_details}

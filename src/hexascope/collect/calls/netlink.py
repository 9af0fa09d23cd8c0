"""Links, neighbours, settings and sockets of a network namespace, through netlink."""

import socket
import struct
from collections import Counter
from collections.abc import Iterator, Mapping

from hexascope.collect.calls import ethtool
from hexascope.collect.calls.contract import Call
from hexascope.collect.calls.holders import namespaces, socket_owners
from hexascope.collect.calls.inside import inside
from hexascope.collect.calls.netlink_wire import (
    NETLINK_ROUTE,
    NETLINK_SOCK_DIAG,
    attributes,
    dump,
    whole,
    word,
)
from hexascope.collect.contract import Json

GET_LINK, GET_ADDRESS, GET_NEIGHBOUR, GET_QUEUE, BY_FAMILY = 18, 22, 30, 38, 20
MOST_LINKS = 1_024
MOST_NEIGHBOURS = 200_000
MOST_SOCKETS = 50_000
UP, LOOPBACK = 0x1, 0x8
OPERATIONAL = ("unknown", "notpresent", "down", "lowerlayerdown", "testing", "dormant", "up")
NEIGHBOUR_STATES = {
    0x01: "incomplete",
    0x02: "reachable",
    0x04: "stale",
    0x08: "delay",
    0x10: "probe",
    0x20: "failed",
    0x40: "noarp",
    0x80: "permanent",
}
SETTINGS = (
    "ipv4/ip_local_port_range",
    "ipv4/tcp_max_syn_backlog",
    "ipv4/tcp_tw_reuse",
    "ipv4/tcp_max_tw_buckets",
    "core/somaxconn",
    "ipv4/neigh/default/gc_thresh3",
    "ipv6/neigh/default/gc_thresh3",
    "netfilter/nf_conntrack_count",
    "netfilter/nf_conntrack_max",
)
_COUNTERS = {
    "received_packets": 0,
    "sent_packets": 1,
    "received_bytes": 2,
    "sent_bytes": 3,
    "received_errors": 4,
    "sent_errors": 5,
    "received_dropped": 6,
    "sent_dropped": 7,
    "collisions": 9,
    "received_frame": 13,
    "received_fifo": 14,
    "received_missed": 15,
    "sent_carrier": 17,
    "sent_fifo": 18,
}
"""Places in struct rtnl_link_stats64."""


def links(pid: str) -> Json:
    """Give the interfaces of a process' network namespace: state, counters, addresses, queues."""
    return inside(pid, _links)


def _links() -> Json:
    rows: dict[int, dict[str, Json]] = {}
    for body in dump(NETLINK_ROUTE, GET_LINK, struct.pack("=BxHiII", 0, 0, 0, 0, 0)):
        if len(rows) >= MOST_LINKS:
            break
        index, row = link_row(body)
        rows[index] = row
    for index, address in _addresses():
        if index in rows:
            known = rows[index].setdefault("addresses", [])
            if isinstance(known, list) and len(known) < 16:
                known.append(address)
    for index, drops, backlog in _queues():
        if index in rows:
            rows[index]["queue_drops"] = _sum(rows[index].get("queue_drops"), drops)
            rows[index]["queue_backlog"] = _sum(rows[index].get("queue_backlog"), backlog)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        for row in rows.values():
            _ask_driver(door, row)
    return list(rows.values())


def _sum(before: Json, more: int) -> int:
    return (before if isinstance(before, int) else 0) + more


def link_row(body: bytes) -> tuple[int, dict[str, Json]]:
    """Take one RTM_NEWLINK apart."""
    _, _, index, flags, _ = struct.unpack_from("=BxHiII", body)
    told = attributes(body, 16)
    kind = word(attributes(told.get(18, b"")).get(1))
    operational = whole(told.get(16)) or 0
    carrier = whole(told.get(33))
    row: dict[str, Json] = {
        "name": word(told.get(3)),
        "index": index,
        "kind": kind or ("loopback" if flags & LOOPBACK else ""),
        "up": bool(flags & UP),
        "operational": OPERATIONAL[operational] if operational < len(OPERATIONAL) else "",
        # a link that is down by will has no carrier to tell of
        "carrier": None if carrier is None or not flags & UP else bool(carrier),
        "carrier_changes": whole(told.get(35)),
        "mtu": whole(told.get(4)),
        "peer_index": whole(told.get(5)) or 0,
        "master": whole(told.get(10)) or 0,
        "bus": word(told.get(56)),
    }
    stats = told.get(23, b"")
    numbers = struct.unpack_from(f"={len(stats) // 8}Q", stats)
    for name, place in _COUNTERS.items():
        if place < len(numbers):
            row[name] = numbers[place]
    return index, row


def _ask_driver(door: socket.socket, row: dict[str, Json]) -> None:
    """Add what the driver of a real link tells; pairs and tunnels make their speed up."""
    name = row["name"]
    if row["kind"] or not isinstance(name, str):
        return
    try:
        row["driver"], bus = ethtool.driver(door, name)
        row["bus"] = row["bus"] or bus
        row.update(ethtool.settings(door, name))
        if row["driver"] == "ena":
            row["allowances"] = dict(ethtool.counters(door, name, "_allowance_exceeded"))
    except OSError:  # no such driver function: what it does not tell stays unknown
        return


def _addresses() -> Iterator[tuple[int, str]]:
    for body in dump(NETLINK_ROUTE, GET_ADDRESS, struct.pack("=BBBBi", 0, 0, 0, 0, 0)):
        _, prefix, _, _, index = struct.unpack_from("=BBBBi", body)
        told = attributes(body, 8)
        yield index, f"{_address(told.get(2) or told.get(1, b''))}/{prefix}"


def _address(data: bytes) -> str:
    if len(data) == 4:
        return socket.inet_ntop(socket.AF_INET, data)
    return socket.inet_ntop(socket.AF_INET6, data) if len(data) == 16 else ""


def _queues() -> Iterator[tuple[int, int, int]]:
    """Give drops and backlog bytes of each interface's root queue."""
    for body in dump(NETLINK_ROUTE, GET_QUEUE, struct.pack("=BxHiIII", 0, 0, 0, 0, 0, 0)):
        _, _, index, _, parent, _ = struct.unpack_from("=BxHiIII", body)
        queue = attributes(attributes(body, 20).get(7, b"")).get(3, b"")
        if len(queue) >= 20 and parent == 0xFFFFFFFF:  # TC_H_ROOT: children are counted in it
            _, backlog, drops, _, _ = struct.unpack_from("=5I", queue)
            yield index, drops, backlog


def neighbours(pid: str) -> Json:
    """Count the neighbours (ARP, NDP) of a process' network namespace by family and state."""
    return inside(pid, _neighbours)


def _neighbours() -> Json:
    counts: Counter[str] = Counter()
    for seen, body in enumerate(
        dump(NETLINK_ROUTE, GET_NEIGHBOUR, struct.pack("=BxHiHBB", 0, 0, 0, 0, 0, 0))
    ):
        if seen >= MOST_NEIGHBOURS:
            break
        family, _, _, state, _, _ = struct.unpack_from("=BxHiHBB", body)
        name = {2: "ipv4", 10: "ipv6"}.get(family)
        if name:
            counts[f"{name} {NEIGHBOUR_STATES.get(state, 'none')}"] += 1
    return dict(counts)


def net_settings(pid: str) -> Json:
    """Give the settings and limits of a process' network namespace as texts."""
    return inside(pid, _settings)


def _settings() -> Json:
    told: dict[str, Json] = {}
    for name in SETTINGS:
        try:
            with open(f"/proc/sys/net/{name}", "rb") as file:
                told[name] = file.read(256).decode(errors="backslashreplace").strip()
        except OSError:  # not in this kernel, or the host's own only
            continue
    return told


_REQUEST = struct.Struct("=BBBxI48x")
_MESSAGE = struct.Struct("=4B")
_TAIL = struct.Struct("=5I")
INFO, MEMORY = 2, 7
PROTOCOLS = {"tcp": 6, "udp": 17}
STATES = (
    "",
    "ESTABLISHED",
    "SYN_SENT",
    "SYN_RECV",
    "FIN_WAIT1",
    "FIN_WAIT2",
    "TIME_WAIT",
    "CLOSE",
    "CLOSE_WAIT",
    "LAST_ACK",
    "LISTEN",
    "CLOSING",
    "NEW_SYN_RECV",
)


def sock_diag(pid: str, protocol: str, states: str, cap: str) -> Json:
    """Give sockets of a namespace in some states (a bit mask): all listeners, and who has trouble.

    Trouble is a queue that is not empty, a retransmission, a back-off, or drops.
    """
    return inside(pid, lambda: _sockets(protocol, int(states), int(cap)))


def _sockets(protocol: str, states: int, cap: int) -> Json:
    rows: list[Json] = []
    extensions = 1 << (INFO - 1) | 1 << (MEMORY - 1)
    for family in (socket.AF_INET, socket.AF_INET6):
        request = _REQUEST.pack(family, PROTOCOLS[protocol], extensions, states)
        try:
            for seen, body in enumerate(dump(NETLINK_SOCK_DIAG, BY_FAMILY, request)):
                row = socket_row(body)
                if row is not None:
                    rows.append(row)
                if seen >= MOST_SOCKETS or len(rows) >= cap:
                    break
        except OSError:
            if family == socket.AF_INET:
                raise
    return rows


def socket_row(body: bytes) -> Json:
    """Take one inet_diag_msg apart; None for a socket without trouble."""
    family, state, timer, retransmits = _MESSAGE.unpack_from(body)
    _, received, sending, uid, inode = _TAIL.unpack_from(body, 52)
    told = attributes(body, 72)
    memory = told.get(MEMORY, b"")
    drops = struct.unpack_from("=9I", memory)[8] if len(memory) >= 36 else 0
    info = told.get(INFO, b"")
    numbers = struct.unpack_from("=24I", info, 8) if len(info) >= 104 else ()
    is_listening = state < len(STATES) and STATES[state] == "LISTEN"
    backoff = info[4] if numbers else 0
    lost = numbers[23] if numbers else 0
    if not (is_listening or received or sending or drops or retransmits or backoff or lost):
        return None
    source, target = struct.unpack_from(">HH", body, 4)
    size = 4 if family == socket.AF_INET else 16
    row: dict[str, Json] = {
        "local": endpoint(body[8 : 8 + size], source),
        "remote": endpoint(body[24 : 24 + size], target),
        "state": STATES[state] if state < len(STATES) else "",
        "timer": timer,
        "retransmits": retransmits,
        "receive_queue": received,
        "send_queue": sending,
        "inode": inode,
        "uid": uid,
        "drops": drops,
    }
    if numbers and not is_listening:
        row["backoff"] = backoff
        row["segment"] = numbers[2]
        row["unacked"] = numbers[4]
        row["path_mtu"] = numbers[13]
        row["rtt_us"] = numbers[15]
        row["total_retransmits"] = lost
    return row


def endpoint(address: bytes, port: int) -> str:
    """Write an address and a port: `10.0.0.1:80`, `[::1]:80`."""
    if len(address) == 4:
        return f"{socket.inet_ntop(socket.AF_INET, address)}:{port}"
    return f"[{socket.inet_ntop(socket.AF_INET6, address)}]:{port}"


CALLS: Mapping[str, Call] = {
    "links": links,
    "namespaces": namespaces,
    "neighbours": neighbours,
    "net_settings": net_settings,
    "sock_diag": sock_diag,
    "socket_owners": socket_owners,
}

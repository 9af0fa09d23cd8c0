"""Sockets of every namespace: states, queues, who waits for whom, and their owners."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from hexascope.collect.contract import HostFiles, Json, NotHere, collector
from hexascope.collect.network import TCP_STATES, endpoint, known, light
from hexascope.domain.rows import Namespace, Socket
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

FILES = (("tcp", "tcp"), ("tcp6", "tcp"), ("udp", "udp"), ("udp6", "udp"))
MOST_BYTES_A_FILE = 4 * 1024 * 1024
MOST_BYTES = 64 * 1024 * 1024
MOST_LIGHT_BYTES = 512 * 1024
MOST_ROWS = 20_000
MOST_PLAIN_ROWS = 1_000
"""Sockets without trouble that are kept of each file, as a sample of who talks to whom."""
MOST_OWNERS = 4_000
MOST_DESCRIPTORS = 200_000
MOST_LIGHT_DESCRIPTORS = 4_000
MOST_DIAGNOSED_NAMESPACES = 32
MOST_DIAGNOSED_SOCKETS = 5_000
MOST_DESTINATIONS = 20
ALL_STATES, LISTENING = 0xFFF & ~(1 << 6), 1 << 10
"""Masks of states to ask sock_diag for: all but TIME_WAIT, or listeners only."""
PLAIN = ("ESTABLISHED", "CLOSE")
LIGHT_STATES = 1 << 2 | 1 << 10
"""SYN_SENT and LISTEN."""
DNS = ":53"
TROUBLED = frozenset(("02", "03", "08", "09", "0A", "0C"))
"""States of which each socket is kept: SYN_SENT, SYN_RECV, CLOSE_WAIT, LAST_ACK, LISTEN."""


@dataclass(slots=True)
class _Table:
    """What one namespace's files told."""

    states: Counter[tuple[str, str]] = field(default_factory=Counter)
    waits: Counter[str] = field(default_factory=Counter)
    rows: list[Socket] = field(default_factory=list)
    size: int = 0
    whole: bool = True


def _light(host: HostFiles) -> Iterator[Socket]:
    """Follow who asks and who lets wait; reading /proc/net/tcp costs 4 ms, netlink a tenth."""
    asking: list[Socket] = []
    for namespace in light(host):
        table = _Table()
        with suppress(NotHere):
            path = f"/proc/{namespace.through}/net/udp"
            _parse(host.read_part(path, MOST_LIGHT_BYTES).text, namespace.name, "udp", table)
        with suppress(NotHere):
            table.rows += _diagnosed_lightly(host, namespace)
        asking += [row for row in table.rows if is_asking(row)]
        yield from (row for row in table.rows if row.state == "LISTEN" and row.receive_queue)
    yield from _owned(host, asking, MOST_LIGHT_DESCRIPTORS)


def _diagnosed_lightly(host: HostFiles, namespace: Namespace) -> Iterator[Socket]:
    told = host.call("sock_diag", str(namespace.through), "tcp", str(LIGHT_STATES), "500")
    for row in told if isinstance(told, list) else ():
        if isinstance(row, dict):
            bare = Socket(
                namespace.name,
                "tcp",
                str(row["local"]),
                str(row["remote"]),
                str(row["state"]),
                int(str(row["receive_queue"])),
                int(str(row["send_queue"])),
                int(str(row["inode"])),
                int(str(row["uid"])),
            )
            yield _with(bare, row)


def is_asking(row: Socket) -> bool:
    """Say whether a socket waits for a first answer: a name server's or a handshake's."""
    return row.state == "SYN_SENT" or row.remote.endswith(DNS)


@collector(
    reads=(
        "/proc/PID/net/tcp",
        "/proc/PID/net/udp",
        "/proc/PID/net/sockstat6",
        "sock_diag",
        "socket_owners",
    ),
    gives=("socket.count", "socket.time_wait"),
    light=_light,
    light_every_seconds=0.4,
)
def sockets(host: HostFiles) -> Iterator[Socket | Reading | Missing]:
    """Read the socket tables once for each network namespace that has processes.

    At most 4 MiB of a table and 64 MiB in all: of more, states are those of the part that was
    read. Owners are looked up for sockets that matter and for a sample of the others.
    """
    budget = MOST_BYTES
    rows: list[Socket] = []
    cut = False
    for number, namespace in enumerate(known(host).rows):
        try:
            table = _read(host, namespace, MOST_BYTES_A_FILE)
        except NotHere:  # its process has ended meanwhile
            continue
        budget -= table.size
        cut |= not table.whole
        yield from _readings(namespace, table)
        if number < MOST_DIAGNOSED_NAMESPACES:
            table.rows = _diagnosed(host, namespace, table)
        rows += table.rows
        if budget <= 0 or len(rows) > MOST_ROWS:
            cut = True
            break
    yield from _owned(host, rows[:MOST_ROWS], MOST_DESCRIPTORS)
    if cut:
        reason = "sampled: the socket tables are larger than what is read of them"
        yield Missing("sockets", Status.UNREADABLE, reason)


def _readings(namespace: Namespace, table: _Table) -> Iterator[Reading]:
    source = f"/proc/{namespace.through}/net/tcp"
    for (protocol, state), count in table.states.items():
        labels = (("namespace", namespace.name), ("protocol", protocol), ("state", state))
        yield Reading("socket.count", labels, count, source)
    if not table.states:
        labels = (("namespace", namespace.name), ("protocol", "tcp"), ("state", "ESTABLISHED"))
        yield Reading("socket.count", labels, 0, source)
    for remote, count in table.waits.most_common(MOST_DESTINATIONS):
        where = (("namespace", namespace.name), ("remote", endpoint(remote)))
        yield Reading("socket.time_wait", where, count, source)


def _read(host: HostFiles, namespace: Namespace, limit: int) -> _Table:
    table = _Table()
    for file, protocol in FILES:
        path = f"/proc/{namespace.through}/net/{file}"
        if file == "tcp6" and not _has_version_6(host, namespace):
            continue  # the empty table costs 4 ms, for the kernel walks all its buckets
        try:
            part = host.read_part(path, limit)
        except NotHere:
            if file == "tcp":
                raise
            continue  # a kernel without version 6
        table.size += len(part.text)
        table.whole &= part.whole
        _parse(part.text, namespace.name, protocol, table)
    return table


def _has_version_6(host: HostFiles, namespace: Namespace) -> bool:
    try:
        text = host.read(f"/proc/{namespace.through}/net/sockstat6")
    except NotHere:
        return False
    return "TCP6: inuse 0\n" not in text


def _parse(text: str, namespace: str, protocol: str, table: _Table) -> None:
    """Count states and keep rows; the hot loop: 1-2 µs for each socket that is only counted."""
    states: Counter[str] = Counter()
    plain = 0
    for line in text.splitlines()[1:]:
        fields = line.split()
        state = fields[3]
        states[state] += 1
        if state == "06":
            table.waits[fields[2]] += 1
            continue
        sending, _, received = fields[4].partition(":")
        is_quiet = sending == received == "00000000" and state not in TROUBLED
        if is_quiet and not fields[2].endswith(":0035"):
            plain += 1
            if plain > MOST_PLAIN_ROWS:
                continue
        drops = int(fields[12]) if protocol == "udp" and len(fields) > 12 else None
        table.rows.append(
            Socket(
                namespace,
                protocol,
                endpoint(fields[1]),
                endpoint(fields[2]),
                TCP_STATES.get(state, state),
                int(received, 16),
                int(sending, 16),
                int(fields[9]),
                int(fields[7]),
                drops=drops,
                retransmits=int(fields[6], 16) if protocol == "tcp" else None,
                timer=int(fields[5][:2], 16) if protocol == "tcp" else None,
            )
        )
    for state, count in states.items():
        table.states[(protocol, TCP_STATES.get(state, state))] += count


def _diagnosed(host: HostFiles, namespace: Namespace, table: _Table) -> list[Socket]:
    """Add what only sock_diag tells: backlogs, round trips, back-offs."""
    tcp = sum(count for (protocol, _), count in table.states.items() if protocol == "tcp")
    if not tcp:
        return table.rows
    states = ALL_STATES if tcp <= MOST_DIAGNOSED_SOCKETS else LISTENING
    try:
        told = host.call(
            "sock_diag", str(namespace.through), "tcp", str(states), str(MOST_DIAGNOSED_SOCKETS)
        )
    except NotHere:  # without CAP_SYS_ADMIN only in our own namespace
        return table.rows
    known_rows = {
        (str(row["local"]), str(row["remote"])): row
        for row in (told if isinstance(told, list) else ())
        if isinstance(row, dict)
    }
    return [
        _with(row, known_rows[row.local, row.remote])
        if row.protocol == "tcp" and (row.local, row.remote) in known_rows
        else row
        for row in table.rows
    ]


def _with(row: Socket, told: dict[str, Json]) -> Socket:
    def number(name: str) -> int | None:
        value = told.get(name)
        return value if isinstance(value, int) else None

    if row.state == "LISTEN":
        return row._replace(backlog=number("send_queue"), drops=number("drops"))
    rtt = number("rtt_us")
    return row._replace(
        backoff=number("backoff"),
        unacked=number("unacked"),
        rtt_s=None if rtt is None else rtt / 1e6,
        total_retransmits=number("total_retransmits"),
        path_mtu=number("path_mtu"),
        segment_bytes=number("segment"),
    )


def _owned(host: HostFiles, rows: list[Socket], most: int) -> Iterator[Socket]:
    """Give the rows with their owners, as far as they can be found."""
    held = sorted((row for row in rows if row.inode), key=lambda row: row.state in PLAIN)
    wanted = [str(row.inode) for row in held[:MOST_OWNERS]]
    if not wanted:
        yield from rows
        return
    try:
        owners = host.call("socket_owners", ",".join(wanted), str(most))
    except NotHere:
        owners = None
    if not isinstance(owners, dict):
        owners = {}
    for row in rows:
        owner = owners.get(str(row.inode))
        yield row._replace(owner_pid=owner) if isinstance(owner, int) else row

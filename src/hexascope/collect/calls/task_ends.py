"""For what watched threads wait just now: the other ends of their sockets and pipes.

Who is at the other end is watched too, up to three steps from the target, and few of them.
"""

import os
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from hexascope.collect.calls.holders import namespaces
from hexascope.collect.calls.other_ends import (
    Connection,
    Local,
    connections,
    holders,
    locals_of,
    watched,
)
from hexascope.collect.calls.task_watch import Task, Watch
from hexascope.collect.contract import Json, NotHere

T = TypeVar("T")

MOST_DEPTH = 3
MOST_LOOPS = 24
"""Event loops whose descriptors are asked for in one call."""

MOST_OBJECTS = 256
MOST_PEERS = 24
"""Processes beside the target's that are watched because of a wait."""

MOST_NAMESPACES = 8
SOCKET, PIPE = "socket:[", "pipe:["
LOOPS = ("epoll_wait", "epoll_pwait", "epoll_pwait2")
WRITES = ("write", "writev", "sendto", "sendmsg", "sendmmsg", "sendfile", "splice")


class Tables(NamedTuple):
    """The sockets of one network namespace, and which addresses somebody listens on."""

    by_inode: dict[int, Connection]
    by_ends: dict[tuple[str, str], Connection]
    listening: frozenset[str]
    locals: dict[int, Local]


class Wanted(NamedTuple):
    """One thing that a thread waits for: its link, whose it is, and whether it writes to it."""

    link: str
    task: Task
    writes: bool
    one_of: int


class Ends:
    """Finds who is at the other ends, and has them watched."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._peers = 0
        self._known: dict[str, list[tuple[int, bool]]] = {}

    def ends(self) -> Json:
        """Give {ends, loops} of what the watched threads wait for just now.

        An end is [link, kind, side, own address, other address, spoke last, receive queue, send
        queue, pids at the other end that may write, pids that may read, whether the other end waits
        for us]; a loop is [pid, tid, [links that may owe an answer]].
        """
        wanted = self._wanted()
        tables: dict[str, Tables] = {}
        told: dict[str, list[Json]] = {}
        others: dict[str, str] = {}
        for one in wanted:
            if one.link in told:
                continue
            row, other = self._described(one, tables)
            if row:
                told[one.link], others[one.link] = row, other
        held = self._held(other for other in others.values() if other)
        for link, row in told.items():
            pids = held.get(others[link], [])
            own = {one.task.pid for one in wanted if one.link == link}
            if row[1] == "pipe":
                pids = [pair for pair in pids if pair[0] not in own or len(pids) < 3]
            is_pipe = row[1] == "pipe"
            row.append([*sorted({pid for pid, writes in pids if writes})])
            row.append([*sorted({pid for pid, writes in pids if not (is_pipe and writes)})])
        loops = _loops(wanted, told)
        idle = _idle(wanted, loops)
        for link, row in told.items():
            is_seen = any(pid in self._watch.pids for pid, _ in held.get(others[link], ()))
            row.append(others[link] in idle if is_seen and row[1] != "pipe" else None)
        self._follow(wanted, told)
        return {
            "ends": list(told.values()),
            "loops": [[pid, tid, links] for (pid, tid), links in loops.items()],
        }

    def _wanted(self) -> list[Wanted]:
        """Gather what is waited for, of the target's threads first."""
        found: list[Wanted] = []
        loops = 0
        for task in sorted(self._watch.tasks(), key=lambda one: one.depth):
            if not task.now or task.now[3] not in ("S", "D"):
                continue
            call, raw = str(task.now[8]), str(task.now[9])
            listed = task.now[11]
            links = [str(one) for one in listed] if isinstance(listed, list) else []
            if call in LOOPS and loops < MOST_LOOPS:
                loops += 1
                links = watched(task.pid, int(raw.split()[1], 16))
            many = 2 if call in LOOPS else len(links)
            found += [
                Wanted(link, task, call in WRITES, many)
                for link in links
                if link.startswith((SOCKET, PIPE))
            ]
            if len(found) > MOST_OBJECTS:
                break
        return found[:MOST_OBJECTS]

    def _described(self, one: Wanted, known: dict[str, Tables]) -> tuple[list[Json], str]:
        """Describe one thing, and give the link of its other end."""
        if one.link.startswith(PIPE):
            return [one.link, "pipe", "pair", "", "", None, 0, 0], one.link
        tables = _tables(one.task.pid, known)
        inode = int(one.link[len(SOCKET) : -1])
        tcp = tables.by_inode.get(inode)
        if tcp is not None:
            return _of_tcp(one.link, tcp, tables, known)
        unix = tables.locals.get(inode)
        if unix is None:
            return [], ""
        peer = tables.locals.get(unix.peer)
        side = "pair"
        if not unix.peer:
            side = "listener"
        elif unix.name:
            side = "server"
        elif peer is not None and peer.name:
            side = "client"
        name = peer.name if peer else ""
        row: list[Json] = [one.link, "unix", side, unix.name, name, None, 0, 0]
        return row, f"{SOCKET}{unix.peer}]" if unix.peer else ""

    def _held(self, links: Iterable[str]) -> dict[str, list[tuple[int, bool]]]:
        """Find the holders of those links that are not known yet."""
        wanted = set(links)
        new = wanted - self._known.keys()
        if new:
            first = list(self._watch.pids)
            self._known.update(holders(new, first))
        return {link: self._known[link] for link in wanted if link in self._known}

    def _follow(self, wanted: list[Wanted], told: dict[str, list[Json]]) -> None:
        """Watch who is at the other end of what was asked or waited for."""
        for one in wanted:
            row = told.get(one.link)
            if row is None or row[2] in ("listener", "server") or one.task.depth >= MOST_DEPTH:
                continue
            side = row[9] if one.writes else row[8]
            for pid in side if isinstance(side, list) else ():
                if isinstance(pid, int) and pid not in self._watch.pids:
                    if self._peers >= MOST_PEERS:
                        return
                    self._peers += 1
                    self._watch.add(pid, one.task.depth + 1)


def _of_tcp(
    link: str, tcp: Connection, tables: Tables, known: dict[str, Tables]
) -> tuple[list[Json], str]:
    side = "client"
    if tcp.state == "LISTEN":
        side = "listener"
    elif tcp.local in tables.listening or f":{tcp.local.rpartition(':')[2]}" in tables.listening:
        side = "server"
    spoke_last = None if tcp.sent is None or tcp.received is None else tcp.sent <= tcp.received
    row: list[Json] = [
        *(link, "tcp", side, tcp.local, tcp.remote, spoke_last),
        *(tcp.receive_queue, tcp.send_queue),
    ]
    if side == "listener":
        return row, ""
    other = next(
        (
            found
            for one in known.values()
            if (found := one.by_ends.get((tcp.remote, tcp.local))) is not None
        ),
        None,
    )
    return row, f"{SOCKET}{other.inode}]" if other and other.inode else ""


def _tables(pid: int, known: dict[str, Tables]) -> Tables:
    """Read the sockets of a process' namespace once, and those of a few others beside it."""
    if not known:
        for name, through in _namespaces():
            known[name] = _read(through)
    name = _namespace(pid)
    if name not in known:
        known[name] = _read(pid)
    return known[name]


def _namespaces() -> list[tuple[str, int]]:
    told = namespaces("net", "2")
    rows = told.get("rows") if isinstance(told, dict) else None
    return [
        (str(row[0]), int(str(row[1])))
        for row in (rows if isinstance(rows, list) else [])[:MOST_NAMESPACES]
        if isinstance(row, list)
    ]


def _namespace(pid: int) -> str:
    try:
        return os.readlink(f"/proc/{pid}/ns/net")
    except OSError:
        return ""


def _read(pid: int) -> Tables:
    tcp = _or_none(connections, pid) or []
    return Tables(
        {one.inode: one for one in tcp},
        {(one.local, one.remote): one for one in tcp},
        _listening(tcp),
        _or_none(locals_of, pid) or {},
    )


def _listening(tcp: list[Connection]) -> frozenset[str]:
    """Give the addresses that are listened on, and `:80` for a port of all addresses."""
    found: set[str] = set()
    for one in tcp:
        if one.state == "LISTEN":
            address, _, port = one.local.rpartition(":")
            found.add(f":{port}" if address in ("0.0.0.0", "[::]") else one.local)  # noqa: S104 - a comparison
    return frozenset(found)


def _or_none(ask: Callable[[int], T], pid: int) -> T | None:
    try:
        return ask(pid)
    except (OSError, NotHere):
        return None  # it has ended, or may not be asked


def _loops(wanted: list[Wanted], told: dict[str, list[Json]]) -> dict[tuple[int, int], list[Json]]:
    """Give for each thread that waits for several things those that may owe it an answer."""
    found: dict[tuple[int, int], list[Json]] = {}
    for one in wanted:
        if one.one_of < 2:
            continue
        links = found.setdefault((one.task.pid, one.task.tid), [])
        row = told.get(one.link)
        if row is not None and row[2] == "client" and row[5] is not False:
            links.append(one.link)
    return found


def _idle(wanted: list[Wanted], loops: dict[tuple[int, int], list[Json]]) -> frozenset[str]:
    """Give the links on which somebody waits to be asked, and waits for nobody else meanwhile."""
    return frozenset(
        one.link
        for one in wanted
        if not one.writes and not loops.get((one.task.pid, one.task.tid), [])
    )

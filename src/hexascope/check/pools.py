"""Programs between clients and a server: who waits for them, and whom they wait for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from hexascope.check.connections import port_of
from hexascope.domain.case import Case
from hexascope.domain.rows import Process, Socket, Talk
from hexascope.domain.snapshot import Snapshot

DATABASES = frozenset(
    ("postgres", "postmaster", "mysqld", "mariadbd", "oracle", "sqlservr", "mongod", "pgbouncer")
)
"""Programs whose connections answer one question after the other."""

DATABASE_PORTS = frozenset((5432, 6432, 3306, 1521, 1433, 27017))

GREETING = frozenset(("mysqld", "mariadbd"))
GREETING_PORTS = frozenset((3306,))
"""Servers that speak first, so that their clients' last word is one fewer than they have said."""

JUST_S, LONGEST_JUST_S = 0.05, 0.25
"""How long a connection may be free between two requests, and longest where a request takes long.

A program that has to wait for a CPU between two requests takes longer to begin the next.
"""

Ends = tuple[str, str, str]


@dataclass(slots=True)
class Flow:
    """One program's connections in one look: ages in seconds of what is not answered yet."""

    asked: list[tuple[float, Socket]] = field(default_factory=list)
    """Its clients' requests that it has not answered: their ages, and on which connection."""
    upstream: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """How many connections it has to each server."""
    waits_s: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """Ages of its own requests that a server has not answered."""
    turns_s: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    """How long a server took for those that it has answered this very moment."""
    questions: dict[str, dict[Ends, int]] = field(default_factory=lambda: defaultdict(dict))
    """How many segments it has sent to a server on each connection, ever."""

    @property
    def asked_s(self) -> list[float]:
        """Give the ages of its clients' open requests."""
        return [age for age, _ in self.asked]


def flows(look: Snapshot) -> dict[int, Flow]:
    """Give the connections of each program that listens, by its pid, as one look saw them."""
    talks: dict[Ends, Talk] = {
        (one.namespace, one.local, one.remote): one for one in look.rows(Talk)
    }
    doors = _doors(look)
    found: dict[int, Flow] = defaultdict(Flow)
    for one in look.rows(Socket):
        if one.state != "ESTABLISHED" or not one.owner_pid:
            continue
        talk = talks.get((one.namespace, one.local, one.remote))
        flow = found[one.owner_pid]
        door = (one.namespace, port_of(one.local))
        if door in doors:
            if talk is not None and talk.is_asked(greets=doors[door]):
                flow.asked.append((talk.received_ago_s, one))
        else:
            flow.upstream[one.remote] += 1
            port = port_of(one.remote)
            greets = doors.get((one.namespace, port), port in GREETING_PORTS)
            if talk is not None:
                flow.questions[one.remote][one.namespace, one.local, one.remote] = talk.sent
            if talk is not None and talk.is_waiting(greets=greets):
                flow.waits_s[one.remote].append(talk.sent_ago_s)
            elif talk is not None and _was_answered_just_now(talk):
                flow.turns_s[one.remote].append(talk.sent_ago_s - talk.received_ago_s)
    return dict(found)


def _was_answered_just_now(talk: Talk) -> bool:
    """Say whether a connection has been free no longer than it was in use before."""
    turn = talk.sent_ago_s - talk.received_ago_s
    return talk.received_ago_s <= min(max(turn, JUST_S), LONGEST_JUST_S)


def _doors(look: Snapshot) -> dict[tuple[str, int], bool]:
    """Give the listening ports, and whether who listens there speaks first."""
    comms = {one.pid: one.comm for one in look.rows(Process)}
    return {
        (one.namespace, port_of(one.local)): comms.get(one.owner_pid, "") in GREETING
        or port_of(one.local) in GREETING_PORTS
        for one in look.rows(Socket)
        if one.state == "LISTEN"
    }


def turn_s(before: Flow, now: Flow, remote: str, seconds: float) -> float | None:
    """Give how long a connection to a server takes for one question, on the mean of the window.

    None where nothing was asked in it, or the kernel does not count.
    """
    first, last = before.questions.get(remote, {}), now.questions.get(remote, {})
    both = [ends for ends in first if ends in last]
    asked = sum(max(0, last[ends] - first[ends]) for ends in both)
    return seconds * len(both) / asked if asked else None


def is_database(case: Case, remote: str) -> bool:
    """Say whether a database answers at an address: by its program, else by its port."""
    comms = {one.pid: one.comm for one in case.rows(Process)}
    servers = {
        comms.get(one.owner_pid, "")
        for one in case.rows(Socket)
        if one.owner_pid and one.local == remote
    }
    return bool(servers & DATABASES) or port_of(remote) in DATABASE_PORTS


def mean(values: Iterable[float]) -> float:
    """Give the mean, 0 of nothing."""
    known = list(values)
    return sum(known) / len(known) if known else 0.0

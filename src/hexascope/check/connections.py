"""Who stands behind sockets and interfaces: owners, ports, the interface that carries traffic."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from hexascope.check.culprits import process, processes, use_of
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.evidence import Evidence, labels_of
from hexascope.domain.families import evidence
from hexascope.domain.rows import Interface, InterfaceUse, Namespace, ProcessUse, Socket

MOST_VICTIMS = 8
SLEEPS_A_TRY = (0.4, 6.0)
"""How often a client sleeps for each connection that it tries: at least about once between two
tries, and for the handshake, the request and the answer."""

IN_STEP = 0.03
"""How far from a whole number of sleeps for each try counts as its rhythm: a busy stranger with
as many sleeps comes so near by chance once in fifteen times."""


class Guess(NamedTuple):
    """A culprit with what shows it, and how sure that is."""

    entity: Entity | None
    uses: tuple[ProcessUse, ...]
    confidence: int


def port_of(endpoint: str) -> int:
    """Give the port of `ip:port`."""
    port = endpoint.rpartition(":")[2]
    return int(port) if port.isdecimal() else 0


def host_of(endpoint: str) -> str:
    """Give the address of `ip:port`."""
    return endpoint.rpartition(":")[0]


def owner(case: Case, socket: Socket) -> ProcessUse | None:
    """Give the process that holds a socket, if it is known."""
    return use_of(case, socket.owner_pid) if socket.owner_pid else None


def owners(case: Case, sockets: Iterable[Socket]) -> list[ProcessUse]:
    """Give the processes that hold sockets, who holds most first."""
    counts: dict[int, int] = {}
    for socket in sockets:
        if socket.owner_pid:
            counts[socket.owner_pid] = counts.get(socket.owner_pid, 0) + 1
    ranked = sorted(counts, key=lambda pid: -counts[pid])
    return [use for use in (use_of(case, pid) for pid in ranked) if use is not None]


def victims(
    case: Case, uses: Iterable[ProcessUse], but: Entity | None = None
) -> tuple[Entity, ...]:
    """Name who suffers; never the culprit."""
    culprits = set(but.pids) if but else set()
    found: list[Entity] = []
    for use in uses:
        if use.pid not in culprits and len(found) < MOST_VICTIMS:
            culprits.add(use.pid)
            found.append(process(case, use))
    return tuple(found)


def at_port(entity: Entity, port: int) -> Entity:
    """Say at which port a process does it."""
    return replace(entity, key=f"port:{port}")


def server(case: Case, socket: Socket) -> Entity:
    """Name who serves a listening socket: its process, or the port where it is not known."""
    port = port_of(socket.local)
    use = owner(case, socket)
    if use is not None:
        return at_port(process(case, use), port)
    return Entity(kind=EntityKind.PORT, name=f"port {port}", key=f"port:{port}")


def listeners(case: Case, namespace: str) -> Iterator[Socket]:
    """Give the listening sockets of a namespace."""
    for socket in case.rows(Socket):
        if socket.state == "LISTEN" and socket.namespace == namespace:
            yield socket


def carrier_of(case: Case, namespace: str) -> InterfaceUse | None:
    """Give the interface that carries a namespace's traffic, the loopback only if alone."""
    uses = [use for use in case.rows(InterfaceUse) if use.now.namespace == namespace]
    uses = [use for use in uses if use.sent_packets + use.received_packets > 0]
    return max(
        uses,
        key=lambda use: (use.now.kind != "loopback", use.sent_packets + use.received_packets),
        default=None,
    )


def interface(case: Case, row: Interface) -> Entity:
    """Name an interface; in a foreign namespace the stable name holds its oldest program."""
    through = next((one for one in case.rows(Namespace) if one.name == row.namespace), None)
    stable = row.name
    if through is not None and not through.own:
        use = use_of(case, through.through)
        stable = f"{row.name}@{use.now.comm if use else 'namespace'}"
    return Entity(kind=EntityKind.INTERFACE, name=row.name, stable_name=stable, key=row.namespace)


def path(case: Case, namespace: str) -> Entity:
    """Name the way out of a namespace: the interface that carries it, or the namespace."""
    use = carrier_of(case, namespace)
    if use is not None:
        return interface(case, use.now)
    return Entity(kind=EntityKind.NAMESPACE, name=namespace, key=namespace)


def remote(endpoint: str) -> Entity:
    """Name an address on the other side."""
    return Entity(kind=EntityKind.REMOTE_ADDRESS, name=endpoint, key=f"remote:{endpoint}")


def seen_sockets(case: Case) -> Iterator[Socket]:
    """Give the sockets of all looks: both ends, and the samples between."""
    yield from case.window.first.rows(Socket)
    for pulse in case.window.pulses:
        yield from pulse.rows(Socket)
    yield from case.window.last.rows(Socket)


def connecting(case: Case, namespace: str, per_second: float, target: str = "") -> Guess:
    """Name the process that opens connections at a rate.

    Best is one that was seen with such a socket. Connections to a near host are over in
    microseconds, so that seldom one is seen: then it is who sleeps about as often a second as
    connections are tried, and spends its time in the kernel.
    """
    tried = [
        socket
        for socket in seen_sockets(case)
        if socket.namespace == namespace
        and socket.protocol == "tcp"
        and socket.owner_pid
        and (socket.state == "SYN_SENT" or (target and socket.remote == target))
    ]
    seen = owners(case, tried)
    if seen:
        return Guess(process(case, seen[0]), tuple(seen[:1]), 90 if len(tried) > 1 else 80)
    serving = {socket.owner_pid for socket in listeners(case, namespace)}
    fitting = [
        use
        for use in case.rows(ProcessUse)
        if use.now.net_namespace == namespace
        and use.pid not in serving
        and _fits(use, per_second)
        and not use.now.is_kernel_thread
    ]
    fitting.sort(key=lambda use: (not _in_step(use, per_second), -use.system_share, -use.cpu_share))
    if not fitting:
        return Guess(None, (), 50)
    kind = (fitting[0].now.comm, fitting[0].now.ppid)
    same = [use for use in fitting if (use.now.comm, use.now.ppid) == kind]
    return Guess(processes(case, same), tuple(same), 75 if len(fitting) == len(same) else 65)


def _fits(use: ProcessUse, per_second: float) -> bool:
    least, most = SLEEPS_A_TRY
    sleeps = (use.voluntary_per_s or 0.0) + (use.involuntary_per_s or 0.0)
    # not its time in the kernel: a few per cent may fall between the ticks that are counted there
    return use.cpu_share > 0 and least * per_second <= sleeps <= most * per_second


def _in_step(use: ProcessUse, per_second: float) -> bool:
    """Say whether it sleeps once, twice or so for each try, and not merely about as often."""
    sleeps_a_try = (use.voluntary_per_s or 0.0) / per_second
    return abs(sleeps_a_try - max(1, round(sleeps_a_try))) <= IN_STEP


def told(
    family: str, value: float, where: dict[str, str], *, source: str, window_s: float = 0.0
) -> Evidence:
    """Make a piece of evidence with the labels of a place."""
    made = evidence(family, value, source=source, window_s=window_s)
    return replace(made, labels=labels_of(where))


def sleeps(use: ProcessUse) -> Evidence:
    """Give how often a process slept, as evidence of its rhythm."""
    return evidence(
        "socket.tries_per_s",
        (use.voluntary_per_s or 0.0) + (use.involuntary_per_s or 0.0),
        source=f"/proc/{use.pid}/status",
        window_s=use.seconds,
        pid=str(use.pid),
    )

"""Accept queue: connections wait for a program that does not take them."""

from collections.abc import Iterator

from hexascope.check.connections import (
    listeners,
    owner,
    owners,
    port_of,
    seen_sockets,
    server,
    told,
    victims,
)
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse, Socket
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of accept_queue."""

    overflows_per_s: float = limit(
        0.2,
        Unit.PER_SECOND,
        "connections refused a second because the queue was full",
        source="Performance Co-Pilot: any; Netdata: 1/s over a minute; here one in five seconds",
        window="the window",
    )
    full_share: float = limit(
        1.0,
        Unit.RATIO,
        "share of the backlog that waits",
        source="the kernel refuses at the backlog plus one",
    )


@check(resource=Resource.NETWORK, aspect=Aspect.SATURATION, needs=("socket.count",), limits=Limits)
def accept_queue(case: Case, limits: Limits) -> Iterator[Found]:
    """A program accepts its connections more slowly than they come.

    Why it matters: the kernel finishes handshakes for the program and queues them; when the queue
    is full, it drops further ones, and clients repeat after 1, 3, 7 seconds or time out.

    What to do: find what keeps the program from accepting (a stopped or blocked thread, too few
    workers). A longer backlog helps with short bursts only.
    """
    for socket in _fullest(case):
        waiting = socket.receive_queue
        overflows = case.one("tcp.rate", name="ListenOverflows", namespace=socket.namespace)
        rate = overflows.number if overflows else 0.0
        overflowing = rate >= limits.overflows_per_s
        if socket.backlog is None:
            full = None
            is_full = overflowing and waiting > 0
        else:
            full = max(1.0, limits.full_share * socket.backlog)
            is_full = waiting >= full
        if is_full:
            yield _found(case, socket, overflows if overflowing else None, full)


def _fullest(case: Case) -> Iterator[Socket]:
    """Give each listening socket as it was in the look in which most waited."""
    most: dict[int, Socket] = {}
    for socket in seen_sockets(case):
        if socket.state == "LISTEN" and socket.inode:
            known = most.get(socket.inode)
            if known is None or socket.receive_queue > known.receive_queue:
                most[socket.inode] = socket
    now = {
        socket.inode: socket
        for namespace in {one.namespace for one in most.values()}
        for socket in listeners(case, namespace)
    }
    for inode, socket in most.items():
        last = now.get(inode)
        if last is not None and last.receive_queue > 0:  # a burst that is over is none
            yield last._replace(receive_queue=socket.receive_queue)


def _found(case: Case, socket: Socket, overflows: Evidence | None, full: float | None) -> Found:
    port = port_of(socket.local)
    where = {"namespace": socket.namespace, "port": str(port)}
    source = "sock_diag"
    waiting = told(
        "socket.listen_queue",
        socket.receive_queue,
        where,
        source=source,
    )
    backlog = told(
        "socket.backlog",
        socket.backlog or 0,
        where,
        source=source,
    )
    culprit = server(case, socket)
    use = owner(case, socket)
    clients = [
        one
        for one in seen_sockets(case)
        if one.state in ("SYN_SENT", "ESTABLISHED")
        and port_of(one.remote) == port
        and one.owner_pid not in (0, socket.owner_pid)
    ]
    return Found(
        severity=Severity.HIGH if overflows is not None else Severity.MEDIUM,
        harm=Harm.FAILING if overflows is not None else Harm.WAITING,
        title=_title(use, port, waiting, None if socket.backlog is None else backlog),
        description=_description(culprit.name, socket, waiting, overflows),
        recommendation=text(
            "Find out why {name} does not accept, and only then raise its backlog.",
            name=culprit.name,
        ),
        evidence=(waiting, backlog) if overflows is None else (waiting, backlog, overflows),
        threshold=full,
        culprit=culprit,
        victims=victims(case, owners(case, clients), culprit),
        proposals=(
            *((proposal("speed_up_accept", pid=use.pid),) if use else ()),
            proposal("raise_backlog", port=port),
        ),
        confidence=95 if overflows is not None and use else 80,
    )


def _title(use: ProcessUse | None, port: int, waiting: Evidence, backlog: Evidence | None) -> Text:
    if use is None:
        return text(
            "Connections at port {port} are accepted too slowly: {waiting:count} "
            "{waiting:waits|wait}",
            port=str(port),
            waiting=waiting.number,
        )
    name = use.now.comm
    if backlog is None:
        return text(
            "{name} accepts too slowly at port {port}: {waiting:count} "
            "{waiting:connection waits|connections wait}",
            name=name,
            port=str(port),
            waiting=waiting.number,
        )
    return text(
        "{name} accepts too slowly at port {port}: {waiting:count} "
        "{waiting:connection waits|connections wait} in a queue for {backlog:count}",
        name=name,
        port=str(port),
        waiting=waiting.number,
        backlog=backlog.number,
    )


def _description(name: str, socket: Socket, waiting: Evidence, overflows: Evidence | None) -> Text:
    if overflows is None:
        return text(
            "Its queue holds {waiting:count} finished {waiting:connection|connections} and is "
            "full: {name} does not accept them, and the next ones will be refused.",
            waiting=waiting.number,
            name=name,
        )
    return text(
        "Its queue holds {waiting:count} finished {waiting:connection|connections} and the kernel "
        "refuses {rate:mean} more a second in network namespace {namespace}: {name} does not "
        "accept them.",
        waiting=waiting.number,
        rate=overflows.number,
        namespace=socket.namespace,
        name=name,
    )

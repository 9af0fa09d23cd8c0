"""Lost datagrams: a program reads more slowly than datagrams come."""

from collections.abc import Iterator

from hexascope.check.connections import at_port, owner, port_of, told
from hexascope.check.contract import check, declared, limit
from hexascope.check.culprits import named, process
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Found
from hexascope.domain.rows import Socket
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of udp_drops."""

    drops: float = limit(
        50.0,
        Unit.COUNT,
        "datagrams that one socket lost",
        source="ours; Netdata: more than 10/s over a minute",
        window="the window",
    )


@check(resource=Resource.NETWORK, aspect=Aspect.ERRORS, needs=("socket.count",), limits=Limits)
def udp_drops(case: Case, limits: Limits) -> Iterator[Found]:
    """Datagrams are lost because the receive buffer of a socket is full.

    Why it matters: nobody repeats a datagram: log lines, metrics, names and media are gone.

    What to do: let the program read faster or with more threads, then enlarge its buffer
    (SO_RCVBUF, net.core.rmem_max).
    """
    first = {row.inode: row for row in case.window.first.rows(Socket) if row.protocol == "udp"}
    for row in case.rows(Socket):
        before = first.get(row.inode)
        if row.protocol != "udp" or before is None or not row.inode:
            continue
        lost = (row.drops or 0) - (before.drops or 0)
        if lost < limits.drops:
            continue
        where = {"namespace": row.namespace, "local": row.local}
        drops = told(
            "socket.drops",
            lost,
            where,
            source="/proc/PID/net/udp",
            window_s=case.window.seconds,
        )
        use = owner(case, row)
        port = port_of(row.local)
        culprit = (
            at_port(process(case, use), port)
            if use
            else named(EntityKind.PORT, f"port {port}", key=f"port:{port}")
        )
        yield Found(
            severity=Severity.MEDIUM,
            harm=Harm.FAILING,
            title=text(
                "{name} lost {drops:count} datagrams at {local}",
                name=culprit.name,
                drops=drops.number,
                local=row.local,
            ),
            description=text(
                "{name} reads more slowly than they come, and its buffer in network namespace "
                "{namespace} is full.",
                name=culprit.name,
                namespace=row.namespace,
            ),
            recommendation=text(
                "Let {name} read faster, then enlarge its receive buffer.", name=culprit.name
            ),
            evidence=(drops,),
            threshold=limits.drops,
            culprit=culprit,
        )

"""Open listeners: programs accept connections on all addresses."""

from collections.abc import Iterator

from hexascope.check.connections import at_port, owner, port_of
from hexascope.check.contract import check, declared, limit
from hexascope.check.culprits import named, process
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.evidence import Evidence, labels_of
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import Socket
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of open_listeners."""

    ports: float = limit(
        1.0,
        Unit.COUNT,
        "ports of one program that are open on all addresses",
        source="ours",
        window="the look",
    )


@check(resource=Resource.SECURITY, aspect=Aspect.SECURITY, needs=("socket.count",), limits=Limits)
def open_listeners(case: Case, limits: Limits) -> Iterator[Found]:
    """A program waits for connections on all addresses of the host.

    Why it matters: whoever reaches any address of this host reaches the program, unless a firewall
    stands before it.

    What to do: bind what only this host needs to a loopback address, and filter the rest.
    """
    open_to_all: dict[tuple[str, int], list[Socket]] = {}
    for row in case.rows(Socket):
        if row.state == "LISTEN" and row.local.startswith(("0.0.0.0:", "[::]:")):
            open_to_all.setdefault((row.namespace, row.owner_pid), []).append(row)
    for (namespace, _), rows in open_to_all.items():
        ports = sorted({port_of(row.local) for row in rows})
        if len(ports) < limits.ports:
            continue
        where = {"namespace": namespace, "port": str(ports[0]), "protocol": "tcp"}
        listener = Evidence(
            family="socket.listener",
            labels=labels_of(where),
            value=rows[0].local,
            unit=Unit.TEXT,
            source="/proc/PID/net/tcp",
            resource=Resource.SECURITY,
            aspect=Aspect.SECURITY,
        )
        use = owner(case, rows[0])
        culprit = (
            at_port(process(case, use), ports[0])
            if use
            else named(EntityKind.PORT, f"port {ports[0]}", key=f"port:{ports[0]}")
        )
        yield Found(
            severity=Severity.LOW,
            harm=Harm.NONE,
            standing=True,
            title=text(
                "{name} accepts connections on all addresses at port {ports}",
                name=culprit.name,
                ports=", ".join(map(str, ports[:8])),
            )
            if use
            else text(
                "An unknown program accepts connections on all addresses at port {ports}",
                ports=", ".join(map(str, ports[:8])),
            ),
            description=text("It listens in network namespace {namespace}.", namespace=namespace),
            recommendation=text(
                "Bind {name} to a loopback address if only this host needs it.", name=culprit.name
            )
            if use
            else text(
                "Look as root at who listens there (ss -tlnp), and bind it to a loopback address "
                "if only this host needs it."
            ),
            evidence=(listener,),
            culprit=culprit,
            proposals=(proposal("close_listener", port=ports[0]),),
        )

"""SYN flood: more handshakes are begun than finished."""

from collections.abc import Iterator

from hexascope.check.connections import told
from hexascope.check.contract import check, declared, limit
from hexascope.check.culprits import named
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import Socket
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of syn_flood."""

    half_open: float = limit(
        128.0,
        Unit.COUNT,
        "handshakes at one port that the other side has not finished",
        source="ours; the usual backlog",
        window="the look",
    )
    dropped_per_s: float = limit(
        10.0,
        Unit.PER_SECOND,
        "handshakes a second that were dropped or answered with cookies",
        source="ours",
        window="the window",
    )


@check(resource=Resource.NETWORK, aspect=Aspect.SATURATION, needs=("socket.count",), limits=Limits)
def syn_flood(case: Case, limits: Limits) -> Iterator[Found]:
    """More handshakes are begun at a port than are finished.

    Why it matters: the queue of half-open connections is full, and real clients are dropped or
    served by cookies only. It is an attack, or a path on which answers get lost.

    What to do: keep SYN cookies on, look where the handshakes come from and filter there.
    """
    ports: dict[tuple[str, str], int] = {}
    for row in case.rows(Socket):
        if row.state == "SYN_RECV":
            where = (row.namespace, row.local.rpartition(":")[2])
            ports[where] = ports.get(where, 0) + 1
    for (namespace, port), count in ports.items():
        dropped = max(
            (
                one
                for one in case.of("tcp.rate")
                if one.label("namespace") == namespace
                and one.label("name") in ("TCPReqQFullDoCookies", "TCPReqQFullDrop")
            ),
            key=lambda one: one.number,
            default=None,
        )
        if count < limits.half_open or dropped is None:
            continue
        if dropped.number < limits.dropped_per_s:
            continue
        place = {"namespace": namespace, "port": port}
        half = told("socket.half_open", count, place, source="/proc/PID/net/tcp")
        yield Found(
            severity=Severity.HIGH,
            harm=Harm.FAILING,
            title=text(
                "{count:count} handshakes at port {port} are begun and not finished",
                count=half.number,
                port=port,
            ),
            description=text(
                "In network namespace {namespace} {rate:mean} more a second {rate:is|are} dropped "
                "or answered with cookies.",
                namespace=namespace,
                rate=dropped.number,
            ),
            recommendation=text(
                "Look where the handshakes at port {port} come from, and filter there.", port=port
            ),
            evidence=(half, dropped),
            threshold=limits.half_open,
            culprit=named(EntityKind.PORT, f"port {port}", key=f"port:{port}"),
            proposals=(proposal("raise_backlog", port=port),),
        )

"""MTU black hole: large packets vanish, small ones pass."""

from collections.abc import Iterator

from hexascope.check.connections import carrier_of, host_of, interface, owners, told, victims
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
    """Limits of mtu_black_hole."""

    backoff: float = limit(
        2.0,
        Unit.COUNT,
        "times in a row that a full segment was sent in vain",
        source="ours",
        window="the look",
    )


@check(resource=Resource.NETWORK, aspect=Aspect.ERRORS, needs=("socket.count",), limits=Limits)
def mtu_black_hole(case: Case, limits: Limits) -> Iterator[Found]:
    """Full-sized packets get lost on the path while small ones arrive.

    Why it matters: connections open and then hang as soon as much is sent. It comes from a tunnel
    with a smaller MTU whose 'fragmentation needed' messages are filtered.

    What to do: let these ICMP messages pass, lower the MTU, or clamp the segment size at the
    tunnel.
    """
    rows = [row for row in case.rows(Socket) if row.inode and row.rtt_s]
    well = {
        (row.namespace, host_of(row.remote))
        for row in rows
        if not row.backoff and not row.retransmits and not row.send_queue
    }
    for row in rows:
        segment = row.segment_bytes or 0
        is_stuck = (row.backoff or 0) >= limits.backoff and row.timer == 1
        is_full = segment > 1000 and row.send_queue >= segment
        if not is_stuck or not is_full or (row.namespace, host_of(row.remote)) not in well:
            continue
        where = {"namespace": row.namespace, "local": row.local, "remote": row.remote}
        backoff = told("socket.backoff", row.backoff or 0, where, source="sock_diag")
        size = told("socket.unmoved_bytes", row.send_queue, where, source="sock_diag")
        use = carrier_of(case, row.namespace)
        culprit = (
            interface(case, use.now)
            if use
            else named(EntityKind.NAMESPACE, row.namespace, key=row.namespace)
        )
        yield Found(
            severity=Severity.HIGH,
            harm=Harm.FAILING,
            title=text("Full-sized packets to {remote} vanish on the way", remote=row.remote),
            description=text(
                "{bytes:bytes} for {remote} were sent {times:count} times in vain, while another "
                "connection to the same host is well.",
                bytes=size.number,
                remote=row.remote,
                times=backoff.number,
            ),
            recommendation=text(
                "Find the smallest MTU on the path from {name}, and let ICMP messages pass.",
                name=culprit.name,
            ),
            evidence=(backoff, size),
            threshold=limits.backoff,
            culprit=culprit,
            victims=victims(case, owners(case, [row])),
            proposals=(proposal("lower_mtu", interface=culprit.name),) if use else (),
            confidence=60,
        )

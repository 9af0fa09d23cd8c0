"""An interface moves very many packets, whatever its speed."""

from collections.abc import Iterator

from hexascope.check.connections import interface, told
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.rows import InterfaceUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of interface_packets."""

    packets_per_s: float = limit(
        200_000,
        Unit.PER_SECOND,
        "packets that one interface receives and sends",
        source="ours; Performance Co-Pilot's 2,000 are those of the nineties",
    )


@check(
    resource=Resource.NETWORK,
    aspect=Aspect.UTILIZATION,
    needs=("interface.count",),
    limits=Limits,
)
def interface_packets(case: Case, limits: Limits) -> Iterator[Found]:
    """An interface moves very many packets, which cost CPU time one by one.

    Why it matters: where the speed of a link is not known, as on virtual interfaces, the count of
    packets is what comes near a limit first; each costs the same, however small it is.

    What to do: send fewer and larger packets, let several CPUs share the work, or ask whether the
    traffic is wanted at all.
    """
    for use in case.rows(InterfaceUse):
        if use.seconds <= 0:
            continue
        rate = (use.received_packets + use.sent_packets) / use.seconds
        if rate < limits.packets_per_s:
            continue
        where = {"interface": use.now.name, "namespace": use.now.namespace}
        seen = told("interface.packet_rate", rate, where, source="netlink", window_s=use.seconds)
        yield Found(
            severity=Severity.INFO,
            harm=Harm.BUSY,
            title=text(
                "Interface {name} moves {rate:mean} packets a second",
                name=use.now.name,
                rate=seen.number,
            ),
            recommendation=text("Ask whether so many small packets are wanted."),
            evidence=(seen,),
            culprit=interface(case, use.now),
            threshold=limits.packets_per_s,
        )

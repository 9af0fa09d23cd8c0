"""Dropped packets: an interface or its receive queue can't keep up."""

from collections.abc import Iterator

from hexascope.check.connections import interface, told
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import InterfaceUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of interface_drops."""

    share: float = limit(
        0.005,
        Unit.RATIO,
        "share of an interface's packets that were dropped",
        source="ours; Netdata: 2 % over ten minutes",
        window="the window",
    )
    dropped: float = limit(
        50.0,
        Unit.COUNT,
        "packets dropped, below which it may be chance",
        source="ours",
        window="the window",
    )
    dropped_per_s: float = limit(
        1.0,
        Unit.PER_SECOND,
        "packets dropped a second, below which they gather by chance in a window of minutes",
        source="ours: protocols that nobody knows here, such as LLDP, make one in some seconds",
        window="the window",
    )


@check(
    resource=Resource.NETWORK, aspect=Aspect.SATURATION, needs=("interface.count",), limits=Limits
)
def interface_drops(case: Case, limits: Limits) -> Iterator[Found]:
    """An interface drops packets.

    Why it matters: each dropped packet is repeated by TCP after a pause and lost for good with
    UDP; on the receiving side it means that the kernel did not empty the ring in time.

    What to do: enlarge the ring of the card, spread its interrupts over CPUs, or look at what the
    driver counts (ethtool -S); unknown protocols are counted as drops as well.
    """
    for use in case.rows(InterfaceUse):
        dropped = use.received_dropped + use.sent_dropped
        packets = dropped + use.received_packets + use.sent_packets
        least = max(limits.dropped, limits.dropped_per_s * use.seconds)
        if dropped < least or dropped < limits.share * packets:
            continue
        where = {"interface": use.now.name, "namespace": use.now.namespace}
        share = told(
            "interface.drop_share", dropped / packets, where, source="netlink", window_s=use.seconds
        )
        count = told("interface.drops", dropped, where, source="netlink", window_s=use.seconds)
        yield Found(
            severity=Severity.MEDIUM,
            harm=Harm.FAILING,
            title=text(
                "Interface {name} dropped {count:count} packets, {share:percent} of its traffic",
                name=use.now.name,
                count=count.number,
                share=share.number,
            ),
            description=text(
                "The packets of {name} in network namespace {namespace} come faster than they are "
                "taken, or nobody wants them.",
                name=use.now.name,
                namespace=use.now.namespace,
            ),
            recommendation=text(
                "Look at the receive ring and the interrupts of {name}.", name=use.now.name
            ),
            evidence=(count, share),
            threshold=limits.dropped,
            culprit=interface(case, use.now),
            proposals=(proposal("spread_softirq", interface=use.now.name),),
        )

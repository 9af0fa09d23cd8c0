"""Queue drops: packets are thrown away before they leave."""

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
    """Limits of queue_drops."""

    dropped: float = limit(
        50.0, Unit.COUNT, "packets that the queue dropped", source="ours", window="the window"
    )
    share: float = limit(
        0.005,
        Unit.RATIO,
        "share of the packets to be sent that the queue dropped",
        source="ours",
        window="the window",
    )


@check(
    resource=Resource.NETWORK, aspect=Aspect.SATURATION, needs=("interface.count",), limits=Limits
)
def queue_drops(case: Case, limits: Limits) -> Iterator[Found]:
    """The queue before an interface drops packets that should be sent.

    Why it matters: more is sent than the link or its traffic shaping lets through. TCP slows down
    with each drop, datagrams are lost.

    What to do: compare the rate with the link and with a configured limit (tc -s qdisc), and send
    less or shape more generously.
    """
    for use in case.rows(InterfaceUse):
        dropped = use.queue_drops or 0
        if dropped < limits.dropped or dropped < limits.share * (dropped + use.sent_packets):
            continue
        where = {"interface": use.now.name, "namespace": use.now.namespace}
        count = told(
            "interface.queue_drops", dropped, where, source="netlink", window_s=use.seconds
        )
        rate = told(
            "interface.send_rate",
            use.sent_bytes_per_s,
            where,
            source="netlink",
            window_s=use.seconds,
        )
        yield Found(
            severity=Severity.MEDIUM,
            harm=Harm.FAILING,
            title=text(
                "The queue of interface {name} dropped {count:count} packets",
                name=use.now.name,
                count=count.number,
            ),
            description=text(
                "{name} in network namespace {namespace} sent {rate:bytes_per_s}; more was handed "
                "to it than its queue could hold.",
                name=use.now.name,
                namespace=use.now.namespace,
                rate=rate.number,
            ),
            recommendation=text(
                "Look at the limits and the length of the queue of {name}.", name=use.now.name
            ),
            evidence=(count, rate),
            threshold=limits.dropped,
            culprit=interface(case, use.now),
            proposals=(proposal("check_path", interface=use.now.name),),
        )

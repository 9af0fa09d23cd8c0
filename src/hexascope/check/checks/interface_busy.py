"""Busy link: an interface carries nearly what its link can."""

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
    """Limits of interface_busy."""

    share: float = limit(
        0.9,
        Unit.RATIO,
        "share of the link's speed in one direction",
        source="Netdata: 90 %; Performance Co-Pilot: 85 %",
        window="the window",
    )


@check(
    resource=Resource.NETWORK, aspect=Aspect.UTILIZATION, needs=("interface.count",), limits=Limits
)
def interface_busy(case: Case, limits: Limits) -> Iterator[Found]:
    """An interface carries nearly as much as its link can.

    Why it matters: beyond it packets queue, and everything that shares the link gets slower. A
    busy link alone is no bottleneck: with drops it is.

    What to do: find who sends or receives most, move bulk transfers to other times or links.
    """
    for use in case.rows(InterfaceUse):
        share = max(use.receive_use or 0.0, use.send_use or 0.0)
        if share < limits.share:
            continue
        is_received = share == use.receive_use
        rate = use.received_bytes_per_s if is_received else use.sent_bytes_per_s
        dropped = use.received_dropped + use.sent_dropped + (use.queue_drops or 0)
        way = "receive" if is_received else "send"
        where = {"interface": use.now.name, "namespace": use.now.namespace}
        source, seconds = "netlink", use.seconds
        # our own namespace's busiest are derived with their course; of others there is none
        shown = case.one(f"interface.{way}_use", **where) or told(
            f"interface.{way}_use", share, where, source=source, window_s=seconds
        )
        bytes_ = told(f"interface.{way}_rate", rate, where, source=source, window_s=seconds)
        drops = told("interface.drops", dropped, where, source=source, window_s=seconds)
        yield Found(
            severity=Severity.HIGH if dropped else Severity.LOW,
            harm=Harm.WAITING if dropped else Harm.BUSY,
            title=text(
                "Interface {name} carries {share:percent} of what its link can",
                name=use.now.name,
                share=share,
            ),
            description=text(
                "It moves {rate:bytes_per_s} in one direction and dropped {drops:count} "
                "{drops:packet|packets}.",
                rate=rate,
                drops=drops.number,
            ),
            recommendation=text(
                "Find who uses {name} most, and move bulk transfers away.", name=use.now.name
            ),
            evidence=(shown, bytes_, drops),
            threshold=limits.share,
            culprit=interface(case, use.now),
        )

"""Many sends of an interface collide: its two ends disagree on duplex."""

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
    """Limits of interface_collisions."""

    share: float = limit(
        0.40,
        Unit.RATIO,
        "share of sends that collided",
        source="Performance Co-Pilot: 40 % of collisions and sends",
    )
    sent_per_s: float = limit(
        10,
        Unit.PER_SECOND,
        "packets sent, below which a share says nothing",
        source="Performance Co-Pilot",
    )


@check(resource=Resource.NETWORK, aspect=Aspect.ERRORS, needs=("interface.count",), limits=Limits)
def interface_collisions(case: Case, limits: Limits) -> Iterator[Found]:
    """Many sends of an interface collide with what comes in.

    Why it matters: a link of today has no collisions; where they occur, one end believes in half
    duplex, and the link carries a fraction of its speed.

    What to do: let both ends negotiate, or set the same speed and duplex on both.
    """
    for use in case.rows(InterfaceUse):
        collided = use.now.collisions - use.before.collisions
        tried = collided + use.sent_packets
        few = use.seconds <= 0 or use.sent_packets / use.seconds < limits.sent_per_s
        if few or collided / tried < limits.share:
            continue
        where = {"interface": use.now.name, "namespace": use.now.namespace}
        share = told(
            "interface.collision_share",
            collided / tried,
            where,
            source="netlink",
            window_s=use.seconds,
        )
        yield Found(
            severity=Severity.MEDIUM,
            harm=Harm.WAITING,
            title=text(
                "{share:percent} of the sends of interface {name} collided",
                share=share.number,
                name=use.now.name,
            ),
            recommendation=text(
                "Compare speed and duplex at both ends of {name}.", name=use.now.name
            ),
            evidence=(share,),
            culprit=interface(case, use.now),
            proposals=(proposal("check_cable", interface=use.now.name),),
            threshold=limits.share,
        )

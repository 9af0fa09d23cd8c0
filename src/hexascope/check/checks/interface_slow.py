"""Slow link: an interface runs below the speed of its card."""

from collections.abc import Iterator

from hexascope.check.connections import interface, told
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import NO_TEXT, Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import Interface
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of interface_slow."""

    share: float = limit(
        0.9,
        Unit.RATIO,
        "share of the card's speed below which a link is slow",
        source="ours",
        window="the look",
    )


@check(resource=Resource.NETWORK, aspect=Aspect.CAPACITY, needs=("interface.count",), limits=Limits)
def interface_slow(case: Case, limits: Limits) -> Iterator[Found]:
    """A link runs below the speed that its card offers, or in one direction at a time.

    Why it matters: a bad cable or a wrong setting at the switch makes a gigabit card fall back to
    100 Mbit/s; half duplex brings collisions.

    What to do: change the cable, look at the port's settings, let both ends negotiate.
    """
    for row in case.rows(Interface):
        speed, best = row.speed_bits_per_s, row.best_speed_bits_per_s
        if not row.up or not row.carrier or not speed or not best:
            continue
        is_half = row.duplex == "half"
        is_slow = speed < limits.share * best
        if not is_slow and not is_half:
            continue
        where = {"interface": row.name, "namespace": row.namespace}
        now = told("interface.speed", float(speed), where, source="ethtool")
        card = told("interface.best_speed", float(best), where, source="ethtool")
        yield Found(
            severity=Severity.LOW,
            harm=Harm.NONE,
            standing=True,
            title=text(
                "Interface {name} runs at {speed:bits_per_s}, its card offers {best:bits_per_s}",
                name=row.name,
                speed=now.number,
                best=card.number,
            ),
            description=text("The link was negotiated as {duplex} duplex.", duplex=row.duplex)
            if row.duplex
            else NO_TEXT,
            recommendation=text(
                "Check the cable of {name} and the port at the other side.", name=row.name
            ),
            evidence=(now, card),
            threshold=limits.share * best if is_slow else None,
            culprit=interface(case, row),
            proposals=(proposal("check_cable", interface=row.name),),
        )

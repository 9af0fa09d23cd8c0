"""Neighbour table: the host can't remember more neighbours."""

from collections.abc import Iterator

from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of neighbour_table."""

    share: float = limit(
        0.9, Unit.RATIO, "share of the neighbour table in use", source="ours", window="the look"
    )


@check(
    resource=Resource.NETWORK, aspect=Aspect.UTILIZATION, needs=("neighbour.use",), limits=Limits
)
def neighbour_table(case: Case, limits: Limits) -> Iterator[Found]:
    """The table of neighbours (ARP, NDP) is full or nearly so.

    Why it matters: when it is full, packets to further hosts of the same network are dropped, with
    'neighbour table overflow' in the log.

    What to do: raise gc_thresh1 to gc_thresh3, or divide a network that is too large.
    """
    for share in case.of("neighbour.use"):
        version = share.label("version")
        refused = case.one("neighbour.overflow_rate", version=version)
        if share.number < limits.share or refused is None:
            continue
        name = f"net.{version}.neigh.default.gc_thresh3"
        yield Found(
            severity=Severity.HIGH if refused.number > 0 else Severity.MEDIUM,
            harm=Harm.FAILING if refused.number > 0 else Harm.BUSY,
            title=text(
                "The neighbour table of {version} is {share:percent} full",
                version=version,
                share=share.number,
            ),
            description=text(
                "{rate:mean} {rate:neighbour is|neighbours are} refused a second.",
                rate=refused.number,
            ),
            recommendation=text("Raise {name} and the two limits below it.", name=name),
            evidence=(share, refused),
            threshold=limits.share,
            culprit=Entity(kind=EntityKind.SYSCTL, name=name),
        )

"""Cloud allowance: the provider holds the network of this instance back."""

from collections.abc import Iterator

from hexascope.check.contract import check, declared, limit
from hexascope.check.culprits import named
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of cloud_allowance."""

    exceeded: float = limit(
        1.0,
        Unit.COUNT,
        "packets that were queued or dropped beyond the allowance",
        source="the ENA driver's documentation: any",
        window="the window",
    )


@check(
    resource=Resource.NETWORK,
    aspect=Aspect.SATURATION,
    needs=("interface.allowance_growth",),
    limits=Limits,
)
def cloud_allowance(case: Case, limits: Limits) -> Iterator[Found]:
    """The cloud holds an interface back because the allowance of the instance is used up.

    Why it matters: bandwidth, packets a second and tracked connections are limited by instance
    type; beyond that packets are queued or dropped where no counter of Linux shows it.

    What to do: use a larger instance type, spread the load, or send less.
    """
    for growth in case.of("interface.allowance_growth"):
        if growth.number < limits.exceeded:
            continue
        name, what = growth.label("interface"), growth.label("name")
        yield Found(
            severity=Severity.HIGH,
            harm=Harm.WAITING,
            title=text(
                "The cloud held interface {name} back {count:count} {count:time|times}",
                name=name,
                count=growth.number,
            ),
            description=text("The driver counts it as {what}.", what=what),
            recommendation=text("Use a larger instance type or send less over {name}.", name=name),
            evidence=(growth,),
            threshold=limits.exceeded,
            culprit=named(EntityKind.INTERFACE, f"{name} {what}", key=growth.label("namespace")),
        )

"""Heat: a sensor is near the temperature at which the machine slows down or switches off."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of overheating."""

    distance: float = limit(
        3, Unit.COUNT, "degrees Celsius below a hot or critical trip point", source="ours"
    )


@check(
    resource=Resource.POWER,
    aspect=Aspect.ERRORS,
    needs=("thermal.temperature", "thermal.trip"),
    limits=Limits,
)
def overheating(case: Case, limits: Limits) -> Iterator[Found]:
    """A temperature is at its hot or critical trip point, or nearly so.

    Why it matters: at the hot point the CPUs are slowed down; at the critical one the machine
    switches itself off without a word.

    What to do: look at fans, air flow and dust, and lower the load until it has cooled down.
    """
    for trip in case.of("thermal.trip"):
        now = case.one("thermal.temperature", zone=trip.label("zone"))
        if now is None or isinstance(now.value, str) or now.number < trip.number - limits.distance:
            continue
        critical = trip.label("kind") == "critical"
        yield Found(
            severity=Severity.CRITICAL if critical else Severity.MEDIUM,
            harm=Harm.FAILING if critical else Harm.WAITING,
            title=text(
                "{zone} is at {now:number} °C, and {trip:number} °C is its {kind} point",
                zone=trip.label("zone"),
                now=now.number,
                trip=trip.number,
                kind=trip.label("kind"),
            ),
            description=text("Above it the machine slows down or switches itself off."),
            recommendation=text("Look at fans, air and dust; until then lower the load."),
            proposals=(proposal("cool_host"),),
            culprit=culprits.named(EntityKind.DEVICE, trip.label("zone")),
            evidence=(now, trip),
            threshold=trip.number - limits.distance,
            confidence=90,
        )

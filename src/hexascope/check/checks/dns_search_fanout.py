"""Search list: each short name costs several questions."""

from collections.abc import Iterator

from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of dns_search_fanout."""

    ndots: float = limit(
        5.0,
        Unit.COUNT,
        "dots below which a name is tried with every search domain first",
        source="the default of Kubernetes",
        window="the look",
    )
    domains: float = limit(3.0, Unit.COUNT, "search domains", source="ours", window="the look")


@check(
    resource=Resource.DEPENDENCY,
    aspect=Aspect.LATENCY,
    needs=("resolver.ndots", "resolver.search_domains"),
    limits=Limits,
)
def dns_search_fanout(case: Case, limits: Limits) -> Iterator[Found]:
    """Most names are asked for with every search domain before they are asked for as they are.

    Why it matters: one lookup of a public name becomes four or more questions, eight with IPv6,
    and each failing one costs a round trip.

    What to do: lower ndots, or write names with a dot at their end.
    """
    for ndots in case.of("resolver.ndots"):
        namespace = ndots.label("namespace")
        domains = case.one("resolver.search_domains", namespace=namespace)
        if domains is None or ndots.number < limits.ndots or domains.number < limits.domains:
            continue
        yield Found(
            severity=Severity.LOW,
            harm=Harm.WASTE,
            standing=True,
            title=text(
                "Names with fewer than {ndots:count} dots are tried with {domains:count} search "
                "domains first",
                ndots=ndots.number,
                domains=domains.number,
            ),
            description=text("So it stands in {path}.", path=ndots.source),
            recommendation=text("Lower ndots in {path}.", path=ndots.source),
            evidence=(ndots, domains),
            threshold=limits.ndots,
            culprit=Entity(kind=EntityKind.FILE, name="/etc/resolv.conf", path=ndots.source),
        )

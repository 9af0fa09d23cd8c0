"""Connection tracking: the table is full or nearly so."""

from collections.abc import Iterator

from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of conntrack_full."""

    share: float = limit(
        0.8, Unit.RATIO, "share of the table in use", source="ours", window="the look"
    )
    high_share: float = limit(
        0.95,
        Unit.RATIO,
        "share from which on packets are dropped soon",
        source="ours",
        window="the look",
    )


@check(
    resource=Resource.NETWORK, aspect=Aspect.UTILIZATION, needs=("conntrack.use",), limits=Limits
)
def conntrack_full(case: Case, limits: Limits) -> Iterator[Found]:
    """The connection tracking table is full or nearly so.

    Why it matters: when it is full, the kernel drops the packets of every new connection, in and
    out, and only the kernel log tells.

    What to do: raise nf_conntrack_max, shorten its timeouts, exempt traffic that needs no tracking.
    """
    for share in case.of("conntrack.use"):
        if share.number < limits.share:
            continue
        namespace = share.label("namespace")
        entries = case.one("conntrack.entries", namespace=namespace)
        most = case.one("conntrack.limit", namespace=namespace)
        if entries is None or most is None:
            continue
        is_full = share.number >= limits.high_share
        yield Found(
            severity=Severity.CRITICAL if is_full else Severity.MEDIUM,
            harm=Harm.FAILING if is_full else Harm.BUSY,
            title=text("The connection tracking table is {share:percent} full", share=share.number),
            description=text(
                "{entries:count} of {most:count} entries are taken in network namespace "
                "{namespace}; beyond that new connections are dropped.",
                entries=entries.number,
                most=most.number,
                namespace=namespace,
            ),
            recommendation=text("Raise nf_conntrack_max or exempt traffic from tracking."),
            evidence=(share, entries, most),
            threshold=limits.share,
            culprit=Entity(kind=EntityKind.SYSCTL, name="net.netfilter.nf_conntrack_max"),
            proposals=(proposal("raise_conntrack"),),
        )

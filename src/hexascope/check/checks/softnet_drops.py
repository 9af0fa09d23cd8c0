"""Backlog drops: a CPU threw packets away before any socket saw them."""

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
    """Limits of softnet_drops."""

    drops: float = limit(
        10, Unit.PER_SECOND, "packets dropped a second", source="Netdata: 10 on average of a minute"
    )
    squeezed: float = limit(
        100,
        Unit.PER_SECOND,
        "rounds a second that ended with packets left",
        source="ours: Netdata's 10 a minute is common on healthy busy hosts",
    )


@check(resource=Resource.NETWORK, aspect=Aspect.ERRORS, needs=("softnet.drops",), limits=Limits)
def softnet_drops(case: Case, limits: Limits) -> Iterator[Found]:
    """A CPU could not take packets from its queue in time, and threw some away.

    Why it matters: the loss happens before any socket or interface counts it. TCP sends again and
    slows down; UDP data is gone.

    What to do: spread packets over CPUs (RSS, RPS), give the backlog more room
    (net.core.netdev_max_backlog), or more budget (net.core.netdev_budget).
    """
    drops = case.one("softnet.drops", cpu="all")
    squeezed = case.one("softnet.squeezed", cpu="all")
    if drops is not None and drops.number >= limits.drops:
        yield Found(
            severity=Severity.MEDIUM,
            harm=Harm.FAILING,
            title=text(
                "The CPUs threw away {drops:mean} {drops:packet|packets} a second unseen",
                drops=drops.number,
            ),
            description=text("The backlog of a CPU was full; no interface counts these losses."),
            recommendation=text(
                "Raise net.core.netdev_max_backlog, and spread packets over CPUs (RSS, RPS)."
            ),
            proposals=(proposal("raise_backlog_queue"),),
            culprit=culprits.named(EntityKind.SYSCTL, "net.core.netdev_max_backlog"),
            evidence=(drops, *((squeezed,) if squeezed is not None else ())),
            confidence=85,
            threshold=limits.drops,
        )
    elif squeezed is not None and squeezed.number >= limits.squeezed:
        yield Found(
            severity=Severity.INFO,
            harm=Harm.BUSY,
            aspect=Aspect.SATURATION,
            title=text(
                "The network code stopped {rate:mean} {rate:time|times} a second with packets left",
                rate=squeezed.number,
            ),
            description=text("Nothing was lost: they wait for the next round."),
            recommendation=text("If latency matters, raise net.core.netdev_budget."),
            evidence=(squeezed,),
            threshold=limits.squeezed,
        )

"""CPU use: the CPUs are busy, which alone is no trouble."""

from collections.abc import Iterator

from hexascope.check.checks import _groups as of
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of cpu_busy."""

    share: float = limit(
        0.85,
        Unit.RATIO,
        "use of all CPUs together in the window",
        source="Netdata's alert has 85 % over ten minutes; in seconds it is worth knowing only",
    )
    one_share: float = limit(
        0.95, Unit.RATIO, "share of one CPU that one process uses", source="pmieconf: 95 % of a CPU"
    )


@check(resource=Resource.CPU, aspect=Aspect.UTILIZATION, needs=("cpu.utilization",), limits=Limits)
def cpu_busy(case: Case, limits: Limits) -> Iterator[Found]:
    """The CPUs, or one of them, are busy, and nothing shows that anyone waits for it.

    Why it matters: a busy CPU does what it was bought for. It tells that there is little room for
    more, and who would have to give way first.

    What to do: nothing, if the work is wanted. Otherwise look at the process that is named.
    """
    use = case.one("cpu.utilization", cpu="all")
    if use is None:
        return
    group = of.heaviest(case)
    used = sum(one.cpu_share for one in group)
    if use.number >= limits.share:
        yield Found(
            severity=Severity.INFO,
            title=text("The CPUs are {share:percent} in use", share=use.number),
            description=text("Use alone is no trouble: whether somebody waits is told by others."),
            recommendation=text("Nothing has to be done if this work is wanted."),
            culprit=of.entity(case, group, used / max(case.host.cpus, 1)) if group else None,
            evidence=(use,),
            harm=Harm.BUSY,
            threshold=limits.share,
        )
    elif group and group[0].now.threads == 1 and group[0].cpu_share >= limits.one_share:
        first = group[0]
        yield Found(
            severity=Severity.INFO,
            title=text(
                "{name} keeps one CPU busy ({share:percent})",
                name=first.now.comm,
                share=first.cpu_share,
            ),
            description=text(
                "It has one thread, so it can't use a second CPU, and can't go faster."
            ),
            recommendation=text("If it is too slow, split its work; more CPUs would not help it."),
            culprit=of.entity(case, [first], first.cpu_share),
            evidence=(of.told("process.cpu_share", first.cpu_share, first), use),
            harm=Harm.BUSY,
        )

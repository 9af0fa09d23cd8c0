"""Bursts: short peaks of all CPUs that the mean hides."""

from collections.abc import Iterator

from hexascope.check.checks import _groups as of
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of burst."""

    mean: float = limit(
        0.60, Unit.RATIO, "mean use of the CPUs below which peaks are hidden", source="ours"
    )
    peak: float = limit(0.95, Unit.RATIO, "use of all CPUs between two light looks", source="ours")
    share: float = limit(
        0.05, Unit.RATIO, "share of the window that the peaks take at least", source="ours"
    )


@check(
    resource=Resource.CPU,
    aspect=Aspect.SATURATION,
    needs=("cpu.peak", "cpu.utilization"),
    limits=Limits,
)
def burst(case: Case, limits: Limits) -> Iterator[Found]:
    """All CPUs were busy for moments, while the mean of the window looks harmless.

    Why it matters: requests that fall into such a moment wait. Monitoring with one value a minute
    never shows it.

    What to do: see what starts at these moments (timers, cron jobs, garbage collection, batches),
    and spread it in time, or let it give way.
    """
    peak, share = case.one("cpu.peak"), case.one("cpu.peak_share")
    mean = case.one("cpu.utilization", cpu="all")
    if peak is None or share is None or mean is None:
        return
    if mean.number > limits.mean or peak.number < limits.peak or share.number < limits.share:
        return
    group = of.heaviest(case)
    yield Found(
        severity=Severity.INFO,
        harm=Harm.BUSY,
        title=text(
            "All CPUs were busy for {share:percent} of the time, and {mean:percent} on average",
            share=share.number,
            mean=mean.number,
        ),
        description=text(
            "Between two light looks the use reached {peak:percent}.", peak=peak.number
        ),
        recommendation=text("See what starts at these moments, and spread it in time."),
        culprit=of.entity(case, group) if group else None,
        evidence=(peak, share, mean),
        threshold=limits.peak,
        confidence=60,
    )

"""The wall clock was set within the window."""

from collections.abc import Iterator
from math import copysign

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
    """Limits of clock_step."""

    step: float = limit(
        0.1,
        Unit.SECONDS,
        "how far the wall clock moved against the monotonic one",
        source="ours: slewing by a time daemon moves it 2.5 ms in five seconds",
    )
    medium_step: float = limit(
        1.0, Unit.SECONDS, "from which on it is medium", source="ours: timeouts are of that size"
    )


@check(resource=Resource.TIME, aspect=Aspect.ERRORS, needs=("clock.step",), limits=Limits)
def clock_step(case: Case, limits: Limits) -> Iterator[Found]:
    """The wall clock was set forward or back within the window.

    Why it matters: timeouts, tokens, leases and the order of log lines rest on it. Programs that
    measure time by the wall clock misbehave at such a step.

    What to do: find who set it (the time daemon's log, a person, the hypervisor after a pause), and
    let a time daemon slew the clock instead of stepping it.
    """
    step = case.one("clock.step")
    if step is None or abs(step.number) < limits.step:
        return
    medium = abs(step.number) >= limits.medium_step
    yield Found(
        severity=Severity.MEDIUM if medium else Severity.LOW,
        harm=Harm.FAILING if medium else Harm.WASTE,
        title=text("The wall clock was set by {step:seconds} within the window", step=step.number),
        description=text("The monotonic clock, which nobody can set, tells the difference."),
        recommendation=text("Look at the time daemon's log: chronyc tracking, timedatectl."),
        proposals=(proposal("sync_clock"),),
        culprit=culprits.named(EntityKind.HOST, "clock"),
        evidence=(step,),
        threshold=copysign(limits.step, step.number),
        confidence=90,
    )

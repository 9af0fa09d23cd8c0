"""Throttling: busy CPUs run slower than they could."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import NO_TEXT, Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of frequency_throttling."""

    share: float = limit(
        0.60,
        Unit.RATIO,
        "frequency of a busy CPU against its highest one, below which it is slow",
        source="ours: the highest one is that of a single busy core; all together reach 70 %",
    )


@check(
    resource=Resource.POWER, aspect=Aspect.SATURATION, needs=("frequency.current",), limits=Limits
)
def frequency_throttling(case: Case, limits: Limits) -> Iterator[Found]:
    """Busy CPUs run far below their highest frequency, or were slowed down for heat.

    Why it matters: a CPU at half its frequency does half the work in the same 'busy' time. The
    figures of use look as ever; everything just takes longer.

    What to do: look at the governor and the power profile first, then at fans, dust and the power
    supply. In a data centre ask for the chassis' power cap.
    """
    heat = [one for one in case.of("thermal.throttle_rate") if one.number > 0]
    if heat:
        worst = max(heat, key=lambda one: one.number)
        yield Found(
            severity=Severity.MEDIUM,
            harm=Harm.WAITING,
            title=text(
                "The CPUs are slowed down for heat {rate:mean} {rate:time|times} a second",
                rate=worst.number,
            ),
            description=text("The processor's own count of throttling grew in the window."),
            recommendation=text("Look at fans, air and dust; until then lower the load."),
            proposals=(proposal("cool_host"),),
            culprit=culprits.named(EntityKind.DEVICE, "cpu"),
            evidence=tuple(heat),
            confidence=90,
        )
        return
    slow = [one for one in case.of("frequency.share") if one.number < limits.share]
    if not slow:
        return
    worst = min(slow, key=lambda one: one.number)
    governor = case.one("frequency.governor", cpu=worst.label("cpu"))
    yield Found(
        severity=Severity.INFO,
        harm=Harm.BUSY,
        title=text(
            "CPU {cpu} is busy at {share:percent} of its highest frequency",
            cpu=worst.label("cpu"),
            share=worst.number,
        ),
        description=text(
            "Its frequency is chosen by the governor {governor}.", governor=str(governor.value)
        )
        if governor
        else NO_TEXT,
        recommendation=text("If speed matters more than power, choose the governor performance."),
        culprit=culprits.named(EntityKind.DEVICE, "cpu"),
        evidence=(worst, *((governor,) if governor else ())),
        confidence=60,
        threshold=limits.share,
    )

"""Interrupts: one CPU takes those of all devices."""

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
    """Limits of interrupts_imbalance."""

    share: float = limit(
        0.80, Unit.RATIO, "share of devices' interrupts that one CPU takes", source="ours"
    )
    rate: float = limit(
        10_000, Unit.PER_SECOND, "interrupts a second below which it does not matter", source="ours"
    )
    busy_share: float = limit(
        0.30, Unit.RATIO, "share of that CPU's time spent on interrupts", source="ours"
    )


@check(resource=Resource.CPU, aspect=Aspect.SATURATION, needs=("interrupts.share",), limits=Limits)
def interrupts_imbalance(case: Case, limits: Limits) -> Iterator[Found]:
    """One CPU takes nearly all interrupts of the devices, and is busy with them.

    Why it matters: this CPU becomes the limit of the network card or disk while others are idle,
    and what else runs there is slowed down.

    What to do: spread the queues of the device over the CPUs (irqbalance, smp_affinity, RSS).
    """
    share = next(iter(case.of("interrupts.share")), None)
    rate = case.one("interrupts.rate", cpu="all")
    if share is None or rate is None or (case.number("cpu.count") or 1) < 2:
        return
    name = share.label("cpu")
    modes = [case.one("cpu.mode_share", cpu=name, mode=mode) for mode in ("irq", "softirq")]
    spent = [one for one in modes if one is not None]
    if (
        share.number < limits.share
        or rate.number < limits.rate
        or sum(one.number for one in spent) < limits.busy_share
    ):
        return
    line = max(case.of("interrupts.line_rate"), key=lambda one: one.number, default=None)
    yield Found(
        severity=Severity.LOW,
        harm=Harm.BUSY,
        title=text(
            "CPU {cpu} takes {share:percent} of {rate:mean} interrupts of devices a second",
            cpu=name,
            share=share.number,
            rate=rate.number,
        ),
        description=text(
            "The busiest line is {line}.", line=line.label("name") if line is not None else "?"
        ),
        recommendation=text("Run irqbalance, or spread the queues by smp_affinity and RSS."),
        proposals=(proposal("move_interrupts"),),
        culprit=culprits.named(
            EntityKind.DEVICE_QUEUE, line.label("name") if line is not None else f"cpu{name}"
        ),
        evidence=(share, rate, *spent),
        threshold=limits.share,
        confidence=75,
    )

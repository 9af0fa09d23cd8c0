"""Steal: the hypervisor gave the CPU to another guest."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of steal."""

    share: float = limit(
        0.05, Unit.RATIO, "share of the CPUs' time that was stolen", source="checks.md: 5 / 10 %"
    )
    medium_share: float = limit(
        0.10,
        Unit.RATIO,
        "share of the CPUs' time that was stolen, from which on it is medium",
        source="checks.md; Netdata has 10 % over twenty minutes",
    )


@check(resource=Resource.CPU, aspect=Aspect.SATURATION, needs=("cpu.mode_share",), limits=Limits)
def steal(case: Case, limits: Limits) -> Iterator[Found]:
    """This virtual machine was ready to run, and the hypervisor ran another one.

    Why it matters: everything on the host becomes slower by this share, and nothing on the host is
    the cause. More threads or a better program don't help.

    What to do: move the machine, take an instance with CPUs of its own, or ask who owns the
    hypervisor. On burstable instances look at the CPU credits first.
    """
    stolen = case.one("cpu.mode_share", cpu="all", mode="steal")
    if stolen is None or stolen.number <= limits.share:
        return
    medium = stolen.number > limits.medium_share
    yield Found(
        severity=Severity.MEDIUM if medium else Severity.INFO,
        harm=Harm.WAITING if medium else Harm.BUSY,
        title=text(
            "The hypervisor withheld the CPU for {share:percent} of the time", share=stolen.number
        ),
        description=text("The kernel counts this as steal: it was ready to run and was not let."),
        recommendation=text(
            "Watch it for some minutes (vmstat 1, column st). If it stays, move the machine or take"
            " an instance with CPUs of its own."
        ),
        culprit=culprits.named(EntityKind.HOST, "hypervisor", share=min(stolen.number, 1.0)),
        evidence=(stolen,),
        confidence=85,
        threshold=limits.share,
    )

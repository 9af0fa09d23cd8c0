"""CPU saturation: tasks are ready to run, and wait."""

from collections.abc import Iterator
from dataclasses import dataclass

from hexascope.check.contract import check, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

WAITING = "pressure.some_share"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of cpu_saturation."""

    waiting_share: float = limit(
        0.20,
        Unit.RATIO,
        "share of the window in which a task waited for a CPU",
        source="fault bench: 'some' pressure above 20 % appeared in hardly any other fault",
    )


@check(resource=Resource.CPU, aspect=Aspect.SATURATION, needs=(WAITING,), limits=Limits)
def cpu_saturation(case: Case, limits: Limits) -> Iterator[Found]:
    """Tasks are ready to run, and wait for a CPU.

    Why it matters: a wait for the CPU adds to the latency of every request, and the load average
    hides it, because that counts tasks that wait for disks as well.

    What to do: find who runs, then lower the load or add CPUs. In a container look at the CPU
    quota first: throttling shows up here too.
    """
    waiting = case.one(WAITING, resource="cpu")
    if waiting is None or waiting.number < limits.waiting_share:
        return
    yield Found(
        severity=Severity.MEDIUM,
        harm=Harm.BUSY,
        title=text("Tasks waited for a CPU {share:percent} of the time", share=waiting.number),
        evidence=(waiting,),
    )

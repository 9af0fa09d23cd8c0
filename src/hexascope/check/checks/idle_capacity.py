"""Idle capacity: the host is far larger than its work."""

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
    """Limits of idle_capacity."""

    needed_share: float = limit(
        0.5,
        Unit.RATIO,
        "share of the CPUs and of the memory that would be enough for both to count as idle",
        source="ours: the next smaller size of most clouds is half",
    )


@check(resource=Resource.CPU, aspect=Aspect.COST, needs=("waste.cpus_needed",), limits=Limits)
def idle_capacity(case: Case, limits: Limits) -> Iterator[Found]:
    """Half of the host would be enough for what it does.

    Why it matters: capacity that nobody uses is paid for all the same, in money and in power.

    What to do: look at a whole week before you decide: a look of seconds knows nothing of tonight's
    batch. Then move to the next smaller size, or put more work on this host.
    """
    cpus, memory = case.one("waste.cpus_needed"), case.one("waste.memory_needed")
    if cpus is None or memory is None or case.host.cpus < 2 or not case.host.memory_bytes:
        return
    enough = cpus.number <= case.host.cpus * limits.needed_share
    if not enough or memory.number > case.host.memory_bytes * limits.needed_share:
        return
    idle = case.one("waste.cpus_idle")
    yield Found(
        severity=Severity.LOW,
        harm=Harm.NONE,
        standing=True,
        title=text(
            "{cpus:number} {cpus:CPU|CPUs} and {memory:bytes} of memory would be enough for what "
            "this host did in the window",
            cpus=cpus.number,
            memory=memory.number,
        ),
        description=text(
            "That is less than half of what it has. A window of seconds is no week: other"
            " examinations must say the same."
        ),
        recommendation=text(
            "If a week's examinations say the same, move to the next smaller size, or put more work"
            " on this host."
        ),
        proposals=(proposal("rightsize_host"),),
        culprit=culprits.named(EntityKind.HOST, "host"),
        evidence=tuple(one for one in (cpus, memory, idle) if one is not None),
        threshold=case.host.cpus * limits.needed_share,
        confidence=40,
    )

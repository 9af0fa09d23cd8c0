"""Memory is nearly used up, and it shows."""

from collections.abc import Iterator

from hexascope.check import culprits, holders
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

FREE = "memory.free_share"


@declared
class Limits:
    """Limits of memory_available."""

    free_share: float = limit(
        0.05,
        Unit.RATIO,
        "share of memory that is still available",
        source="checks.md; Netdata warns under 10 %",
    )
    critical_share: float = limit(
        0.02,
        Unit.RATIO,
        "share of memory under which the next allocation may kill a process",
        source="ours, seen on the fault bench",
    )
    waiting_share: float = limit(
        0.02,
        Unit.RATIO,
        "share of the window in which a task waited for memory",
        source="Coroot: 0.02 s a second of memory stalls",
    )
    pages_per_s: float = limit(
        0.2,
        Unit.PER_SECOND,
        "pages searched by programs, or swapped in, that show that memory is missed",
        source="ours: one in five seconds; in ten minutes there is always one",
    )


@check(
    resource=Resource.MEMORY,
    aspect=Aspect.UTILIZATION,
    needs=(FREE,),
    limits=Limits,
)
def memory_available(case: Case, limits: Limits) -> Iterator[Found]:
    """Hardly any memory is available, and programs have to search for it or wait.

    Why it matters: what is left is soon gone; then the kernel kills a process, most often the
    largest, which is most often the one that the host is there for.

    What to do: see who holds the most, give it less to do or more memory, and give services limits
    so that the right one is stopped.
    """
    free = case.one(FREE)
    if free is None or free.number > limits.free_share:
        return
    signal = _second_signal(case, limits)
    if signal is None and free.number > limits.critical_share:
        return
    groups = holders.holders(case)
    holder = culprits.processes(case, groups[0]) if groups else None
    held = holders.in_memory(groups[0]) if groups else None
    yield Found(
        severity=_severity(free, signal, limits),
        harm=Harm.WAITING if signal else Harm.BUSY,
        title=text("Only {free:percent} of memory is available", free=free.number),
        description=text("{name} holds the most: {size:bytes}.", name=holder.name, size=held.number)
        if holder and held
        else text("No single program holds it."),
        evidence=tuple(one for one in (free, signal, held) if one is not None),
        culprit=holder,
        recommendation=text("See what it keeps in memory, and move work away or add memory."),
        proposals=(proposal("find_leak", pid=holder.pid or 0),) if holder else (),
        confidence=85 if signal else 70,
        threshold=limits.free_share,
    )


def _severity(free: Evidence, signal: Evidence | None, limits: Limits) -> Severity:
    """Use alone, with nobody who has to search or to wait, is worth knowing and no more."""
    if signal is None:
        return Severity.LOW
    return Severity.CRITICAL if free.number <= limits.critical_share else Severity.HIGH


def _second_signal(case: Case, limits: Limits) -> Evidence | None:
    """Give what shows that the want is felt: reclaim by programs themselves, or waiting."""
    for family in ("memory.direct_reclaim", "memory.swap_in"):
        seen = case.one(family)
        if seen is not None and seen.number >= limits.pages_per_s:
            return seen
    waiting = case.one("pressure.some_share", resource="memory")
    if waiting is not None and waiting.number >= limits.waiting_share:
        return waiting
    return None

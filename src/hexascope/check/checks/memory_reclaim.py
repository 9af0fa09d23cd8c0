"""Programs stand still while memory is searched for."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

WAITING = "pressure.full_share"


@declared
class Limits:
    """Limits of memory_reclaim."""

    full_share: float = limit(
        0.05,
        Unit.RATIO,
        "share of the window in which all work stood still for memory",
        source="checks.md; use-reference.md: full memory 5 %",
    )
    critical_share: float = limit(
        0.20,
        Unit.RATIO,
        "share of the window from which on hardly any work is done",
        source="use-reference.md: full memory 20 %",
    )
    refaults_per_s: float = limit(
        100,
        Unit.PER_SECOND,
        "pages that were wanted back as soon as they were evicted",
        source="ours, seen on the fault bench",
    )


@check(
    resource=Resource.MEMORY,
    aspect=Aspect.SATURATION,
    needs=(WAITING, "memory.refaults"),
    limits=Limits,
)
def memory_reclaim(case: Case, limits: Limits) -> Iterator[Found]:
    """All work stood still again and again, while memory was searched for.

    Why it matters: pages are evicted that are wanted back at once; the host is busy with moving
    memory instead of working.

    What to do: lower the memory that the work needs at one time, or add memory. Look at the limits
    of control groups first: one that is too small does this on a host with much memory free.
    """
    waiting = case.one(WAITING, resource="memory")
    refaults = case.one("memory.refaults")
    swapped = case.one("memory.swap_in")
    if waiting is None or refaults is None or waiting.number < limits.full_share:
        return
    moved = refaults.number + (swapped.number if swapped else 0.0)
    if moved < limits.refaults_per_s:
        return
    hungry = culprits.groups(case.rows(ProcessUse), lambda use: use.major_faults_per_s)
    second = swapped if swapped and swapped.number > refaults.number else refaults
    yield Found(
        severity=Severity.CRITICAL if waiting.number >= limits.critical_share else Severity.HIGH,
        harm=Harm.WAITING,
        title=text(
            "All work stood still {share:percent} of the time for want of memory",
            share=waiting.number,
        ),
        description=text(
            "{rate:mean} pages a second were evicted and wanted back at once.", rate=second.number
        ),
        evidence=(waiting, second),
        culprit=culprits.processes(case, hungry[0]) if hungry else None,
        recommendation=text("Give the work more memory, or less to hold at one time."),
        confidence=85,
        threshold=limits.full_share,
    )

"""Programs wait while memory is put together into larger pieces."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import Proposal, proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

STALLS = "memory.compaction_stalls"
EAGER = "always"


@declared
class Limits:
    """Limits of memory_fragmentation."""

    stalls_per_s: float = limit(
        10,
        Unit.PER_SECOND,
        "times a second that a program had to put memory together itself",
        source="ours: on a host with room it is hardly ever more than a few",
    )
    waiting_share: float = limit(
        0.02,
        Unit.RATIO,
        "share of the window in which a task waited for memory, putting it together included",
        source="Coroot: 0.02 s a second of memory stalls",
    )
    high_waiting_share: float = limit(
        0.10,
        Unit.RATIO,
        "share of the window in which a task waited for memory, from which on it is high",
        source="use-reference.md: some 10 %",
    )
    system_share: float = limit(
        0.10,
        Unit.RATIO,
        "share of a CPU that a process spends in the kernel, to be held to be the one that asks",
        source="ours: putting memory together is work of the process that asks",
    )


@check(resource=Resource.MEMORY, aspect=Aspect.SATURATION, needs=(STALLS,), limits=Limits)
def memory_fragmentation(case: Case, limits: Limits) -> Iterator[Found]:
    """Memory is in small pieces, and programs wait while it is put together into larger ones.

    Why it matters: a program that asks for a huge page, or a driver for a large buffer, stands
    still for milliseconds while pages are moved, though much memory is free.

    What to do: give huge pages only to those who ask (transparent_hugepage=madvise), reserve them
    at boot, or raise vm.min_free_kbytes.
    """
    stalls = case.one(STALLS)
    if stalls is None or stalls.number < limits.stalls_per_s:
        return
    waiting = case.one("pressure.some_share", resource="memory")
    who, kernel = _who(case, limits)
    settings = tuple(case.of("memory.thp"))
    severity, harm = _weight(waiting, limits)
    yield Found(
        severity=severity,
        harm=harm,
        title=text(
            "Programs had to put memory together {rate:mean} {rate:time|times} a second before "
            "they got it",
            rate=stalls.number,
        ),
        description=_why(who, kernel),
        evidence=tuple(one for one in (stalls, waiting, kernel, *settings) if one is not None),
        culprit=who,
        recommendation=text(
            "Give huge pages only to those who ask, and see whether the named program needs them."
        ),
        proposals=_proposals(settings),
        confidence=75 if waiting is not None else 60,
        threshold=limits.stalls_per_s,
    )


def _weight(waiting: Evidence | None, limits: Limits) -> tuple[Severity, Harm]:
    """It harms as much as tasks waited; where that can't be seen, it is worth a look."""
    if waiting is None:
        return Severity.LOW, Harm.BUSY
    if waiting.number >= limits.high_waiting_share:
        return Severity.HIGH, Harm.WAITING
    if waiting.number >= limits.waiting_share:
        return Severity.MEDIUM, Harm.WAITING
    return Severity.INFO, Harm.BUSY


def _who(case: Case, limits: Limits) -> tuple[Entity | None, Evidence | None]:
    """Name who spends most time in the kernel among those that are given new pages."""
    asking = [use for use in case.rows(ProcessUse) if use.minor_faults_per_s > 0]
    for group in culprits.groups(asking, lambda use: use.system_share):
        share = sum(use.system_share for use in group)
        if share < limits.system_share:
            break
        pid = str(group[0].pid)
        shown = evidence(
            "process.system_share",
            share,
            source=f"/proc/{pid}/stat",
            window_s=group[0].seconds,
            pid=pid,
        )
        return culprits.processes(case, group), shown
    return None, None


def _why(who: Entity | None, kernel: Evidence | None) -> Text:
    if who is None or kernel is None:
        return text("No single program stands out that asks for it.")
    return text(
        "{name} asks for memory, and spends {share:percent} of a CPU in the kernel.",
        name=who.name,
        share=kernel.number,
    )


def _proposals(settings: tuple[Evidence, ...]) -> tuple[Proposal, ...]:
    """Propose fewer huge pages where everybody gets them and waits for them at once."""
    eager = len(settings) == 2 and all(one.value == EAGER for one in settings)
    return (proposal("enable_thp_madvise"),) if eager else ()

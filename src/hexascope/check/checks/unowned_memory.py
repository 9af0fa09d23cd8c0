"""Memory in use that no class of /proc/meminfo accounts for."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of unowned_memory."""

    share: float = limit(
        0.05, Unit.RATIO, "share of memory that nothing accounts for", source="checks.md: 5 %"
    )
    least_bytes: float = limit(
        2**30,
        Unit.BYTES,
        "memory that nothing accounts for below which it is left alone",
        source="ours: drivers take some hundred megabytes on any metal",
    )
    missed_share: float = limit(
        0.10,
        Unit.RATIO,
        "share of memory still available below which what nobody owns is missed",
        source="Netdata warns under 10 %",
    )


@check(
    resource=Resource.MEMORY,
    aspect=Aspect.UTILIZATION,
    needs=("memory.unowned_share", "memory.total"),
    limits=Limits,
)
def unowned_memory(case: Case, limits: Limits) -> Iterator[Found]:
    """A good part of memory is in use, and no process, cache or class of the kernel owns it.

    Why it matters: no list of processes shows it, so everybody looks in the wrong place. It is
    mostly a hypervisor's balloon, a driver's buffers, or a leak in the kernel.

    What to do: ask for the balloon of the virtual machine first; then compare with a fresh start,
    and look at the drivers' own counters (`/proc/vmallocinfo`, `/sys/kernel/debug/page_owner`).
    """
    free = case.one("memory.free_share")
    missed = (free,) if free is not None and free.number < limits.missed_share else ()
    share, size = case.one("memory.unowned_share"), case.one("memory.unowned")
    if share is not None and size is not None and _is_much(share.number, size.number, limits):
        yield _unowned(limits, share, size, missed)
    total, balloon = case.one("memory.total"), case.one("memory.size", **{"class": "Balloon"})
    if total and balloon and _is_much(balloon.number / total.number, balloon.number, limits):
        yield _taken(balloon, total, missed)


def _is_much(share: float, size: float, limits: Limits) -> bool:
    return share >= limits.share and size >= limits.least_bytes


def _unowned(
    limits: Limits, share: Evidence, size: Evidence, missed: tuple[Evidence, ...]
) -> Found:
    return Found(
        severity=Severity.MEDIUM if missed else Severity.LOW,
        harm=Harm.WASTE,
        title=text(
            "{size:bytes} of memory belong to no process and no cache, {share:percent} of it all",
            size=size.number,
            share=share.number,
        ),
        description=text(
            "All classes of /proc/meminfo together leave it unexplained: a balloon, a driver, or a"
            " leak in the kernel."
        ),
        recommendation=text(
            "See whether the hypervisor has inflated a balloon; if not, compare after a restart and"
            " look at drivers (/proc/vmallocinfo)."
        ),
        evidence=(share, size, *missed),
        confidence=70,
        threshold=limits.share,
    )


def _taken(balloon: Evidence, total: Evidence, missed: tuple[Evidence, ...]) -> Found:
    """Tell of a balloon that the kernel counts; others lower the total and can't be seen."""
    return Found(
        severity=Severity.MEDIUM if missed else Severity.LOW,
        harm=Harm.WASTE,
        title=text(
            "The hypervisor has taken back {size:bytes} of this machine's memory",
            size=balloon.number,
        ),
        description=text(
            "Its balloon holds that much of {total:bytes}. Hypervisors do so where their own memory"
            " is short.",
            total=total.number,
        ),
        recommendation=text(
            "Ask whoever runs the hypervisor for the balloon's target; programs here can't free it."
        ),
        culprit=culprits.named(EntityKind.HOST, "balloon"),
        evidence=(balloon, total, *missed),
        confidence=90,
    )

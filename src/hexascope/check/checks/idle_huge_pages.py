"""Huge pages are reserved, and nobody uses them."""

from collections.abc import Iterator

from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of idle_huge_pages."""

    share: float = limit(
        0.05, Unit.RATIO, "share of memory in idle huge pages", source="checks.md, ours"
    )
    missed_share: float = limit(
        0.10,
        Unit.RATIO,
        "share of memory still available below which idle huge pages are missed",
        source="Netdata warns under 10 %",
    )


@check(
    resource=Resource.MEMORY,
    aspect=Aspect.UTILIZATION,
    needs=("memory.huge_idle_share",),
    limits=Limits,
)
def idle_huge_pages(case: Case, limits: Limits) -> Iterator[Found]:
    """Memory is set aside as huge pages that no program has taken or reserved.

    Why it matters: nobody else can use it, and the page cache can't either. It is mostly left over
    from a database that has moved or got smaller buffers.

    What to do: set `vm.nr_hugepages` to what the programs take, or have the database use them.
    """
    share, size = case.one("memory.huge_idle_share"), case.one("memory.huge_idle")
    if share is None or size is None or share.number < limits.share:
        return
    free = case.one("memory.free_share")
    missed = free is not None and free.number < limits.missed_share
    yield Found(
        severity=Severity.MEDIUM if missed else Severity.LOW,
        harm=Harm.WASTE,
        standing=not missed,
        title=text(
            "{size:bytes} of memory are reserved as huge pages that nobody uses", size=size.number
        ),
        description=text("That is {share:percent} of all memory.", share=share.number),
        recommendation=text("Lower vm.nr_hugepages to what the programs take."),
        proposals=(proposal("free_huge_pages"),),
        evidence=(share, size, *([free] if missed and free is not None else [])),
        confidence=90,
        threshold=limits.share,
    )

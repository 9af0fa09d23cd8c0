"""Swap is nearly used up, and more has to go there."""

from collections.abc import Iterator

from hexascope.check import culprits, holders
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

USED, OUT, FREE = "swap.used_share", "memory.swap_out", "memory.free_share"


@declared
class Limits:
    """Limits of swap_full."""

    used_share: float = limit(
        0.90, Unit.RATIO, "share of swap that is in use", source="Netdata: 90 %; PCP: 10 % free"
    )
    full_share: float = limit(
        0.98,
        Unit.RATIO,
        "share of swap in use from which on hardly a page more fits",
        source="Netdata: 98 %",
    )
    out_per_s: float = limit(
        20,
        Unit.PER_SECOND,
        "pages that go to swap, which shows that it is needed now",
        source="ours; PCP reports 5 pages a second, in three of ten samples of two minutes",
    )
    free_share: float = limit(
        0.10,
        Unit.RATIO,
        "share of memory that is available, below which swap is needed next",
        source="Netdata: 10 %",
    )
    critical_free_share: float = limit(
        0.05,
        Unit.RATIO,
        "share of memory that is available, below which a full swap ends in a kill",
        source="checks.md: 5 %",
    )
    waiting_share: float = limit(
        0.02,
        Unit.RATIO,
        "share of the window in which a task waited for memory",
        source="Coroot: 0.02 s a second of memory stalls",
    )
    growth_per_s: float = limit(
        2**20,
        Unit.PER_SECOND,
        "bytes a second by which a process must grow to be held to fill swap",
        source="ours: below it a window of seconds tells nothing",
    )


@check(resource=Resource.SWAP, aspect=Aspect.UTILIZATION, needs=(USED, OUT), limits=Limits)
def swap_full(case: Case, limits: Limits) -> Iterator[Found]:
    """Swap is nearly used up, while memory is short and more has to go there.

    Why it matters: swap is the last room before the kernel kills a process. Swap that was filled
    long ago and lies idle harms nobody; it is no finding.

    What to do: see whose memory grows and cure that, or give the work more memory. More swap buys
    time only.
    """
    used, out, free = case.one(USED), case.one(OUT), case.one(FREE)
    if used is None or out is None or used.number < limits.used_share:
        return
    going = out.number >= limits.out_per_s
    if not going and (free is None or free.number >= limits.free_share):
        return
    waiting = _waiting(case, limits)
    who, shown = _who(case, free, limits)
    cited = (used, out, free, waiting, shown)
    yield Found(
        severity=_severity(used, free, waiting, limits),
        harm=Harm.WAITING if waiting else Harm.BUSY,
        title=_title(used, out, free, going=going),
        description=_why(who, shown),
        evidence=tuple(one for one in cited if one is not None),
        culprit=who,
        recommendation=text(
            "Find what grows and cure it, or add memory; more swap buys time only."
        ),
        proposals=(
            *((proposal("find_leak", pid=who.pid),) if who and who.pid else ()),
            proposal("add_swap", bytes=2**30),
        ),
        confidence=85 if shown is not None else 75,
        threshold=limits.used_share,
    )


def _severity(
    used: Evidence, free: Evidence | None, waiting: Evidence | None, limits: Limits
) -> Severity:
    short = free is not None and free.number <= limits.critical_free_share
    if short and used.number >= limits.full_share:
        return Severity.CRITICAL
    return Severity.HIGH if waiting else Severity.MEDIUM


def _waiting(case: Case, limits: Limits) -> Evidence | None:
    waiting = case.one("pressure.some_share", resource="memory")
    return waiting if waiting and waiting.number >= limits.waiting_share else None


def _title(used: Evidence, out: Evidence, free: Evidence | None, *, going: bool) -> Text:
    if going or free is None:
        return text(
            "{used:percent} of swap is in use, and {out:mean} pages more a second go there",
            used=used.number,
            out=out.number,
        )
    return text(
        "{used:percent} of swap is in use, and only {free:percent} of memory is available",
        used=used.number,
        free=free.number,
    )


def _who(
    case: Case, free: Evidence | None, limits: Limits
) -> tuple[Entity | None, Evidence | None]:
    """Name who fills it: the one whose demand grows, else the one that holds most of it.

    While the host has memory to spare it is a control group's limit that sends pages to swap: then
    who has none there fills nothing, however it grows.
    """
    alive = [use for use in case.rows(ProcessUse) if not use.ended]
    short = free is not None and free.number < limits.free_share
    asking = [use for use in alive if short or use.now.swap_bytes]
    growing = culprits.groups(asking, holders.demand_growth)
    if growing:
        rate = sum(map(holders.demand_growth, growing[0]))
        if rate >= limits.growth_per_s:
            return culprits.processes(case, growing[0]), _of(
                "process.anon_growth", rate, growing[0]
            )
    swapped = culprits.groups(alive, lambda use: float(use.now.swap_bytes or 0))
    if swapped:
        size = sum(use.now.swap_bytes or 0 for use in swapped[0])
        return culprits.processes(case, swapped[0]), _of("process.swap", size, swapped[0])
    return None, None


def _of(family: str, value: float, group: list[ProcessUse]) -> Evidence:
    pid = group[0].pid
    return evidence(
        family, value, source=f"/proc/{pid}/status", window_s=group[0].seconds, pid=str(pid)
    )


def _why(who: Entity | None, shown: Evidence | None) -> Text:
    if who is None or shown is None:
        return text("When the rest is used up, the kernel kills a process to get memory.")
    if shown.family == "process.swap":
        return text(
            "{name} has most of it, {size:bytes}. When the rest is used up, the kernel kills a"
            " process to get memory.",
            name=who.name,
            size=shown.number,
        )
    return text(
        "{name} asks for {rate:bytes_per_s} more. When the rest is used up, the kernel kills a"
        " process to get memory.",
        name=who.name,
        rate=shown.number,
    )

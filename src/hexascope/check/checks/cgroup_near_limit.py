"""A control group at its memory limit: it reclaims, waits, or grows towards it."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.check.members import entities, members
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import Cgroup, CgroupUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

RAISED = 1.5


@declared
class Limits:
    """Limits of cgroup_near_limit."""

    used_share: float = limit(
        0.90,
        Unit.RATIO,
        "share of the limit in use, without inactive file cache",
        source="checks.md; Netdata 90 %",
    )
    held_share: float = limit(
        0.85,
        Unit.RATIO,
        "share of the limit that can't be dropped (anonymous and shared memory) for hits to count",
        source="ours: file cache fills every limit, and a mapped database is meant to",
    )
    waiting_share: float = limit(
        0.05,
        Unit.RATIO,
        "share of the window in which all tasks of the group waited for memory",
        source="use-reference.md: full memory pressure 5 %",
    )
    soon: float = limit(
        600,
        Unit.SECONDS,
        "time to the limit at the present growth",
        source="checks.md: leak, ten minutes",
    )


@check(resource=Resource.MEMORY, aspect=Aspect.SATURATION, needs=("cgroup.count",), limits=Limits)
def cgroup_near_limit(case: Case, limits: Limits) -> Iterator[Found]:
    """A control group fills its memory limit and pays for it.

    Why it matters: at the limit each new page costs the group one of its own. First it throws away
    file cache that it needs again, then it swaps, and at last a process of it is killed, while
    the host has memory to spare.

    What to do: find out whether the program grows without end or just needs more. Give it a limit
    above what it needs, or cure the leak. A limit that is well used and never met is healthy.
    """
    for use in case.rows(CgroupUse):
        now = use.now
        if not now.memory_limit_bytes or now.memory_bytes is None:
            continue
        used = (now.memory_bytes - (now.inactive_file_bytes or 0)) / now.memory_limit_bytes
        waits = (use.memory_full_share or 0.0) >= limits.waiting_share
        hits = bool(use.limit_hits) and _held(now) >= limits.held_share
        soon = _time_to_limit(use)
        grows = soon is not None and soon <= limits.soon and _held(now) >= limits.held_share
        if used >= limits.used_share and (waits or hits or grows):
            yield _found(case, use, min(used, 1.0), soon if grows else None, limits, waits=waits)


def _held(now: Cgroup) -> float:
    """Give the share of the limit that can't be dropped; all that is used where it isn't told."""
    if not now.memory_limit_bytes:
        return 0.0
    if now.anon_bytes is None:
        return ((now.memory_bytes or 0) - (now.inactive_file_bytes or 0)) / now.memory_limit_bytes
    return (now.anon_bytes + (now.shmem_bytes or 0)) / now.memory_limit_bytes


def _time_to_limit(use: CgroupUse) -> float | None:
    growth, now = use.memory_growth_per_s, use.now
    if not growth or growth <= 0 or now.memory_limit_bytes is None or now.memory_bytes is None:
        return None
    return max(now.memory_limit_bytes - now.memory_bytes, 0) / growth


def _found(
    case: Case, use: CgroupUse, used: float, soon: float | None, limits: Limits, *, waits: bool
) -> Found:
    now = use.now
    most = float(now.memory_limit_bytes or 0)
    told = [_told("cgroup.memory_share", used, use), _told("cgroup.memory_limit", most, use)]
    if use.limit_hits:
        told.append(_told("cgroup.limit_hits", float(use.limit_hits), use))
    if use.memory_full_share is not None:
        told.append(_told("cgroup.memory_waiting_share", use.memory_full_share, use))
    if soon is not None:
        told.append(_told("group_memory.time_to_limit", soon, use))
    suffers = waits or bool(use.limit_hits)
    return Found(
        severity=Severity.HIGH if waits else Severity.MEDIUM,
        harm=Harm.WAITING if suffers else Harm.BUSY,
        aspect=Aspect.SATURATION if suffers else Aspect.UTILIZATION,
        title=text(
            "Control group {group} fills {share:percent} of its memory limit of {most:bytes}",
            group=now.path,
            share=used,
            most=most,
        ),
        description=_why(use, soon, waits=waits),
        recommendation=text(
            "Look at what grows in {group}. If it needs that much, raise its memory limit; if it"
            " grows without end, cure that first, or it will be killed at any limit.",
            group=now.path,
        ),
        proposals=(proposal("raise_memory_limit", cgroup=now.path, bytes=f"{most * RAISED:.0f}"),),
        culprit=culprits.cgroup(now.path, used),
        victims=entities(case, members(case, now.path), lambda one: float(one.now.rss_bytes)),
        evidence=tuple(told),
        threshold=limits.used_share,
        confidence=90 if waits else 75,
    )


def _why(use: CgroupUse, soon: float | None, *, waits: bool) -> Text:
    if waits and use.memory_full_share is not None:
        return text(
            "All its tasks waited for memory at once for {waiting:percent} of the window: pages are"
            " thrown out and brought back.",
            waiting=use.memory_full_share,
        )
    if use.limit_hits:
        return text(
            "It ran into the limit {hits:count} {hits:time|times} in the window, and most of what "
            "it holds can't be dropped.",
            hits=float(use.limit_hits),
        )
    return text(
        "It grows, and meets the limit in {soon:seconds} if it goes on like this; the kernel then"
        " kills one of its processes.",
        soon=soon or 0.0,
    )


def _told(family: str, value: float, use: CgroupUse) -> Evidence:
    return evidence(family, value, source="memory.*", window_s=use.seconds, cgroup=use.now.path)

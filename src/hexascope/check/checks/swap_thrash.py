"""Pages go out to swap and come back: the work does not fit into its memory."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import NO_TEXT, Found
from hexascope.domain.remedy import Proposal, proposal
from hexascope.domain.rows import CgroupUse, ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

IN, OUT = "memory.swap_in", "memory.swap_out"


@declared
class Limits:
    """Limits of swap_thrash."""

    pages_per_s: float = limit(
        100,
        Unit.PER_SECOND,
        "pages that go out and pages that come back, both",
        source="ours, seen on the fault bench; PCP reports 5 pages a second going out",
    )
    high_pages_per_s: float = limit(
        1000,
        Unit.PER_SECOND,
        "pages that come back, from which on the work hardly moves",
        source="ours, seen on the fault bench",
    )
    near_limit_share: float = limit(
        0.90,
        Unit.RATIO,
        "share of its memory limit from which on a control group is held to be the cause",
        source="checks.md: cgroup_near_limit",
    )
    waiting_share: float = limit(
        0.02,
        Unit.RATIO,
        "share of the window in which a task waited for memory",
        source="Coroot: 0.02 s a second of memory stalls; swap in memory (zram) stays below it",
    )


@check(resource=Resource.MEMORY, aspect=Aspect.SATURATION, needs=(IN, OUT), limits=Limits)
def swap_thrash(case: Case, limits: Limits) -> Iterator[Found]:
    """Pages are swapped out and wanted back again: the work does not fit into its memory.

    Why it matters: each page that comes back makes a program wait for a disk, thousands of times
    longer than for memory. Swap that is merely in use harms nobody: only the traffic does.

    What to do: give the work more memory (or raise its control group's limit), or let it hold less
    at one time. Less swapping by a setting only moves the harm to files.
    """
    back, out = case.one(IN), case.one(OUT)
    if back is None or out is None or min(back.number, out.number) < limits.pages_per_s:
        return
    swappers = culprits.groups(case.rows(ProcessUse), _swapping)
    group = _full_group(case, swappers, limits)
    cited: list[Evidence] = [back, out]
    told, proposals = _held(group, swappers)
    if group is not None:
        cited += _proof(group)
    waiting = case.one("pressure.some_share", resource="memory")
    cited += [waiting] if waiting else []
    calm = waiting is not None and waiting.number < limits.waiting_share
    yield Found(
        severity=_severity(back, limits, calm=calm),
        harm=Harm.BUSY if calm else Harm.WAITING,
        title=text(
            "{back:mean} pages a second came back from swap while {out:mean} went out",
            back=back.number,
            out=out.number,
        ),
        description=told,
        evidence=tuple(cited),
        culprit=culprits.processes(case, swappers[0])
        if swappers
        else culprits.cgroup(group.now.path)
        if group
        else None,
        victims=(culprits.cgroup(group.now.path),) if group and swappers else (),
        recommendation=text("Give the work the memory that it needs, or less to hold at one time."),
        proposals=proposals,
        confidence=90 if swappers else 75,
        threshold=limits.pages_per_s,
    )


def _severity(back: Evidence, limits: Limits, *, calm: bool) -> Severity:
    if calm:
        return Severity.LOW  # pages move and nobody waits for them, as with swap in memory
    return Severity.CRITICAL if back.number >= limits.high_pages_per_s else Severity.HIGH


def _swapping(use: ProcessUse) -> float:
    """Weigh a process by the faults that wait for swap; it must have pages there."""
    return use.major_faults_per_s if (use.now.swap_bytes or 0) > 0 else 0.0


def _full_group(case: Case, swappers: list[list[ProcessUse]], limits: Limits) -> CgroupUse | None:
    """Give the control group at its memory limit that holds the swapping processes."""
    first = swappers[0] if swappers else []
    paths = {path for use in first for _, path in use.now.cgroups} | {u.now.cgroup for u in first}
    for one in case.rows(CgroupUse):
        most, used = one.now.memory_limit_bytes, one.now.memory_bytes
        full = most and used is not None and used >= limits.near_limit_share * most
        if full and (not paths or any(_within(path, one.now.path) for path in paths)):
            return one
    return None


def _within(path: str, group: str) -> bool:
    """Say whether a control group is another one or lies below it: a limit holds for all below."""
    return path == group or path.startswith(group.rstrip("/") + "/")


def _held(
    group: CgroupUse | None, swappers: list[list[ProcessUse]]
) -> tuple[Text, tuple[Proposal, ...]]:
    if group is None or group.now.memory_limit_bytes is None:
        # more swap would not help: what moves in and out is in use
        return NO_TEXT, (proposal("find_leak", pid=swappers[0][0].pid),) if swappers else ()
    most = group.now.memory_limit_bytes
    told = text(
        "Its control group {path} is at its memory limit of {most:bytes}.",
        path=group.now.path,
        most=most,
    )
    return told, (proposal("raise_memory_limit", cgroup=group.now.path, bytes=2 * most),)


def _proof(group: CgroupUse) -> list[Evidence]:
    path, most, used = group.now.path, group.now.memory_limit_bytes, group.now.memory_bytes
    found = []
    for family, value in (("cgroup.memory_limit", most), ("cgroup.memory", used)):
        if value is not None:
            found.append(evidence(family, value, source=f"control group {path}", cgroup=path))
    return found

"""Whom findings call to be probed: the culprits' processes and the target's, the busiest first."""

from collections.abc import Callable, Iterator

from hexascope.domain.case import Case
from hexascope.domain.entity import Entity
from hexascope.domain.finding import Finding
from hexascope.domain.probe import Subject
from hexascope.domain.rows import Process, ProcessUse
from hexascope.domain.target import TargetKind, TargetStory
from hexascope.domain.use import Severity, When

MOST_PIDS = 8

PROFILE_HERTZ = "49"
"""Not 50: what happens fifty times a second would be met at the same place each time."""

PROFILE_SECONDS = 2.8
"""How long stacks are sampled; what is left of a probe's time goes into naming them."""


def troubles(case: Case) -> Iterator[Finding]:
    """Give the findings of now that are worth a probe, the worst first."""
    for one in case.findings:
        if one.own_severity > Severity.INFO and not one.standing and one.when is When.NOW:
            yield one


def culprits(case: Case, wanted: Callable[[Finding], bool]) -> Iterator[Subject]:
    """Give the processes that wanted findings blame, and those of the target after them."""
    for one in troubles(case):
        if one.culprit is not None and wanted(one):
            pids = members(case, one.culprit)
            if pids:
                yield Subject(name=one.culprit.name, pids=pids)
    for story in case.rows(TargetStory):
        pids = _busiest(case, [pid for pid, _ in story.members])
        if pids:
            # a pid says little: its program is the name
            programs = dict(story.members)
            by_pid = story.target.kind is TargetKind.PID
            yield Subject(name=programs[pids[0]] if by_pid else story.target.name, pids=pids)


def members(case: Case, who: Entity) -> tuple[int, ...]:
    """Give the processes that an entity means: its own, or those of its control group."""
    pids = list(who.pids) or ([who.pid] if who.pid else [])
    if not pids and who.path.startswith("/"):
        below = who.path.rstrip("/") + "/"
        pids = [
            row.pid
            for row in case.rows(Process)
            if row.cgroup == who.path or row.cgroup.startswith(below)
        ]
    return _busiest(case, pids)


def cpu_share(case: Case, pids: tuple[int, ...]) -> float:
    """Give how much of a CPU processes used in the look."""
    return sum(use.cpu_share for use in case.rows(ProcessUse) if use.pid in pids)


def ready_share(case: Case, pids: tuple[int, ...]) -> float:
    """Give how much of the time processes ran or stood ready to."""
    return sum(
        use.cpu_share + (use.run_delay_share or 0.0)
        for use in case.rows(ProcessUse)
        if use.pid in pids
    )


def kernel_share(case: Case, pids: tuple[int, ...]) -> float:
    """Give how much of a CPU the kernel used for processes in the look."""
    return sum(use.system_share for use in case.rows(ProcessUse) if use.pid in pids)


def row_of(case: Case, pid: int) -> Process | None:
    """Give one process as it was seen last."""
    return next((row for row in case.rows(Process) if row.pid == pid), None)


def _busiest(case: Case, pids: list[int]) -> tuple[int, ...]:
    wanted = set(pids)
    used = {use.pid: use.cpu_share for use in case.rows(ProcessUse) if use.pid in wanted}
    return tuple(sorted(pids, key=lambda pid: -used.get(pid, 0.0))[:MOST_PIDS])

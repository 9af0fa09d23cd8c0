"""What checks of the CPU share: who counts, groups of processes, and what is told of them."""

from collections.abc import Callable, Iterable, Sequence

from hexascope.check import culprits
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.rows import ProcessUse

NICED = 10
"""From this nice value on a process gives way on purpose."""

MOST_VICTIMS = 8

Group = Sequence[ProcessUse]


def cpu_share(use: ProcessUse) -> float:
    """Give what a process used, as a share of one CPU."""
    return use.cpu_share


def workers(case: Case) -> list[ProcessUse]:
    """Give all processes but the kernel's own threads and the examiner."""
    own = case.number("process.own")
    return [one for one in case.rows(ProcessUse) if not one.now.is_kernel_thread and one.pid != own]


def heaviest(case: Case, weight: Callable[[ProcessUse], float] = cpu_share) -> list[ProcessUse]:
    """Give the group of processes that weighs most, maybe none."""
    return next(iter(culprits.groups(workers(case), weight)), [])


def niced(group: Group) -> bool:
    """Say whether all of a group gives way on purpose."""
    return bool(group) and all(one.now.nice >= NICED for one in group)


def waiting(uses: Iterable[ProcessUse], besides: Group, least: float) -> list[ProcessUse]:
    """Give who had a normal priority and waited for a CPU, outside a group; the longest first."""
    inside = {one.pid for one in besides}
    found = [
        one
        for one in uses
        if one.pid not in inside
        and one.now.nice <= 0
        and (one.run_delay_share or 0.0) > least
        # of who lived for a moment a share tells nothing
        and one.seconds >= 1.0
        and not one.ended
    ]
    return sorted(found, key=lambda one: -(one.run_delay_share or 0.0))


def entity(case: Case, group: Group, share: float | None = None) -> Entity:
    """Name a group of processes as one."""
    return culprits.processes(case, group, None if share is None else min(share, 1.0))


def victims(case: Case, uses: Iterable[ProcessUse]) -> tuple[Entity, ...]:
    """Name who suffers, those of one kind as one."""
    grouped = culprits.groups(uses, lambda one: (one.run_delay_share or 0.0) + 1e-9)
    return tuple(culprits.processes(case, group) for group in grouped[:MOST_VICTIMS])


def told(family: str, value: float | str, use: ProcessUse, file: str = "stat") -> Evidence:
    """Make evidence of what one process did, or of a group that it leads."""
    return evidence(
        family, value, source=f"/proc/{use.pid}/{file}", window_s=use.seconds, pid=str(use.pid)
    )


def cpus_in(listed: str) -> set[int]:
    """Read a list of CPUs such as `0-3,8`."""
    found: set[int] = set()
    for part in listed.split(","):
        first, _, last = part.strip().partition("-")
        if first.isdecimal() and (not last or last.isdecimal()):
            found.update(range(int(first), min(int(last or first), int(first) + 8192) + 1))
    return found

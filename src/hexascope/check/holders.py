"""Who holds memory, and whose demand for it grows: groups of processes, shared pages once."""

from collections.abc import Sequence

from hexascope.check import culprits
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.rows import ProcessUse


def held(group: Sequence[ProcessUse]) -> int:
    """Give what processes hold in RAM together; what they may share counts once.

    A database's hundred workers all show the same shared buffers in their size.
    """
    own = sum(use.now.anon_bytes or 0 for use in group)
    shared = max((use.now.rss_bytes - (use.now.anon_bytes or 0) for use in group), default=0)
    return own + max(0, shared)


def holders(case: Case) -> list[list[ProcessUse]]:
    """Give groups of processes, who holds most memory first."""
    alive = [use for use in case.rows(ProcessUse) if not use.ended]
    grouped = culprits.groups(alive, lambda use: float(use.now.rss_bytes))
    return sorted(grouped, key=held, reverse=True)


def in_memory(group: Sequence[ProcessUse]) -> Evidence:
    """Give what a group holds in RAM as evidence, named by its largest process."""
    pid = group[0].pid
    return evidence("process.rss", held(group), source=f"/proc/{pid}/status", pid=str(pid))


def demand_growth(use: ProcessUse) -> float:
    """Give by how much more memory of its own a process asks for, in RAM or in swap.

    One whose idle pages are put away for others grows in swap and shrinks in RAM: that is none.
    """
    return (use.anon_growth_per_s or 0.0) + (use.swap_growth_per_s or 0.0)

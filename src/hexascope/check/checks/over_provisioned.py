"""Over-provisioned: a control group's limits are far from what it uses."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import Proposal, proposal
from hexascope.domain.rows import CgroupUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of over_provisioned."""

    unused_share: float = limit(
        0.8, Unit.RATIO, "share of a limit that is not used", source="ours: four fifths"
    )
    least_bytes: float = limit(
        512 * 2**20, Unit.BYTES, "unused memory that is worth a word", source="ours"
    )
    least_cpus: float = limit(
        1.0, Unit.COUNT, "unused CPUs of a quota that are worth a word", source="ours"
    )


@check(resource=Resource.MEMORY, aspect=Aspect.COST, needs=("cgroup.count",), limits=Limits)
def over_provisioned(case: Case, limits: Limits) -> Iterator[Found]:
    """A control group was promised far more than it uses.

    Why it matters: schedulers count promises, not use: what one group holds and doesn't need can't
    be given to another, and more hosts are paid for than are needed.

    What to do: look at the peak over a week, then set the limit to it with a quarter to spare.
    """
    for use in case.rows(CgroupUse):
        now = use.now
        memory = _enough(
            case.one("waste.group_memory_unused", cgroup=now.path),
            float(now.memory_limit_bytes or 0) * limits.unused_share,
            limits.least_bytes,
        )
        cpus = _enough(
            case.one("waste.group_cpus_unused", cgroup=now.path),
            (now.cpu_quota or 0.0) * limits.unused_share,
            limits.least_cpus,
        )
        if memory is not None:
            yield _found(use, memory, cpus, limits)


def _enough(unused: Evidence | None, share: float, least: float) -> Evidence | None:
    """Give the piece if so much is unused that it is worth a word."""
    return unused if unused is not None and unused.number >= max(share, least) else None


def _found(use: CgroupUse, memory: Evidence, cpus: Evidence | None, limits: Limits) -> Found:
    path = use.now.path
    advice: tuple[Proposal, ...] = (
        proposal(
            "rightsize_memory", cgroup=path, bytes=int((use.now.memory_peak_bytes or 0) * 1.25)
        ),
    )
    if cpus is not None:
        advice += (proposal("rightsize_cpu", cgroup=path),)
    return Found(
        severity=Severity.LOW,
        harm=Harm.NONE,
        standing=True,
        title=text(
            "Control group {group} has never used {memory:bytes} of its memory limit",
            group=path,
            memory=memory.number,
        ),
        description=_why(cpus),
        recommendation=text(
            "Look at the peak over a week, then set the limit of {group} a quarter above it.",
            group=path,
        ),
        proposals=advice,
        culprit=culprits.cgroup(path),
        evidence=(memory,) if cpus is None else (memory, cpus),
        threshold=max(
            float(use.now.memory_limit_bytes or 0) * limits.unused_share, limits.least_bytes
        ),
        confidence=50,
    )


def _why(cpus: Evidence | None) -> Text:
    if cpus is None:
        return text("Its peak since it was made lies that far below its limit.")
    return text(
        "Its peak since it was made lies that far below its limit, and {cpus:number} "
        "{cpus:CPU|CPUs} of its quota had nothing to do in the window.",
        cpus=cpus.number,
    )

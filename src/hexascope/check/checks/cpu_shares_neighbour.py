"""CPU weights: a neighbour with a higher weight takes the CPU."""

from collections import defaultdict
from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.checks import _groups as of
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import CgroupUse, ProcessUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of cpu_shares_neighbour."""

    delay_share: float = limit(
        0.20, Unit.RATIO, "share of the window that the victim waited", source="checks.md"
    )
    weights: float = limit(
        2.0,
        Unit.RATIO,
        "how many times the victim's CPU weight the neighbour has",
        source="ours: with equal weights nobody takes more than a fair part",
    )
    used: float = limit(0.50, Unit.COUNT, "CPUs that the neighbour uses at least", source="ours")


@check(
    resource=Resource.CPU,
    aspect=Aspect.SATURATION,
    needs=("process.count", "cgroup.count"),
    limits=Limits,
)
def cpu_shares_neighbour(case: Case, limits: Limits) -> Iterator[Found]:
    """A control group waits for the CPU because a neighbour has a much higher CPU weight.

    Why it matters: nothing is throttled and no limit is reached, so the group looks well. Only its
    run delay tells that the weights give the CPUs to somebody else.

    What to do: compare the weights (cpu.weight, cpu.shares) with what each group is worth to you,
    and give the waiting one more, or the neighbour a limit.
    """
    groups = {one.now.path: one for one in case.rows(CgroupUse)}
    by_path: dict[str, list[ProcessUse]] = defaultdict(list)
    for use in of.workers(case):
        if use.now.cgroup in groups:
            by_path[use.now.cgroup].append(use)
    used = {path: sum(one.cpu_share for one in uses) for path, uses in by_path.items()}
    taker = max(used, key=lambda path: used[path], default=None)
    if taker is None or used[taker] < limits.used:
        return
    heavy = groups[taker].now.cpu_shares or 1.0
    for path, uses in by_path.items():
        weight = groups[path].now.cpu_shares or 1.0
        if path == taker or groups[path].throttled_periods or weight * limits.weights > heavy:
            continue
        waiting = of.waiting(uses, by_path[taker], limits.delay_share)
        if waiting:
            yield _found(case, (taker, heavy, used[taker]), (path, weight), waiting, limits)


def _found(
    case: Case,
    taker: tuple[str, float, float],
    victim: tuple[str, float],
    waiting: list[ProcessUse],
    limits: Limits,
) -> Found:
    delay = waiting[0].run_delay_share or 0.0
    name, heavy, used = taker
    path, weight = victim
    return Found(
        severity=Severity.MEDIUM,
        harm=Harm.WAITING,
        title=text(
            "Control group {victim} waits for the CPU {delay:percent} of the time beside {name}",
            victim=path,
            delay=delay,
            name=name,
        ),
        description=text(
            "{name} has the CPU weight {heavy:number} and used {used:number} {used:CPU|CPUs}; "
            "{victim} has the weight {weight:number}, and nothing throttles it.",
            name=name,
            heavy=heavy,
            used=used,
            victim=path,
            weight=weight,
        ),
        recommendation=text(
            "Raise the CPU weight of {victim}, or lower that of {name} or limit it.",
            victim=path,
            name=name,
        ),
        proposals=(proposal("limit_cpu", cgroup=name),),
        culprit=culprits.cgroup(name, min(used / max(case.host.cpus, 1), 1.0)),
        victims=(culprits.cgroup(path), *of.victims(case, waiting)),
        evidence=(
            of.told("process.run_delay_share", delay, waiting[0], "schedstat"),
            evidence("group.weight", heavy, source="cpu.shares, cpu.weight", cgroup=name),
            evidence("group.weight", weight, source="cpu.shares, cpu.weight", cgroup=path),
            evidence(
                "group.cgroup_cpu_share",
                used,
                source="/proc/PID/stat",
                window_s=case.window.seconds,
                cgroup=name,
            ),
        ),
        threshold=limits.delay_share,
        confidence=80,
    )

"""One CPU for too much work: processes may use fewer CPUs than they want and the host has."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.checks import _groups as of
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of single_cpu."""

    wanted: float = limit(
        1.5,
        Unit.RATIO,
        "CPUs wanted (use and run delay) for each CPU that is allowed",
        source="ours, seen on the fault bench: six loops on one CPU want six",
    )
    delay_share: float = limit(
        0.20,
        Unit.RATIO,
        "share of the window that one of them waited",
        source="checks.md: run_delay",
    )
    full_share: float = limit(
        0.80, Unit.RATIO, "use of the allowed CPUs from which on they are full", source="ours"
    )
    idle_share: float = limit(
        0.50,
        Unit.RATIO,
        "use of another CPU below which it has room",
        source="checks.md: 95 / 50 %",
    )


@check(
    resource=Resource.CPU,
    aspect=Aspect.SATURATION,
    needs=("process.count", "cpu.utilization"),
    limits=Limits,
)
def single_cpu(case: Case, limits: Limits) -> Iterator[Found]:
    """Processes are bound to fewer CPUs than they want, and than the host has.

    Why it matters: they queue for their CPU while others have nothing to do. The host's mean use
    looks harmless, and more CPUs would not help.

    What to do: look at who set the affinity (`taskset -pc PID`, CPUAffinity= of the unit, the
    cpuset of the container), and widen it unless the CPU was set aside on purpose.
    """
    online = {
        int(one.label("cpu")) for one in case.of("cpu.utilization") if one.label("cpu").isdecimal()
    }
    if len(online) < 2:
        return
    bound = [
        one
        for one in of.workers(case)
        if one.now.nice < of.NICED
        and 0 < len(of.cpus_in(one.now.cpus_allowed) & online) < len(online)
    ]
    groups = culprits.groups(bound, lambda one: one.cpu_share + (one.run_delay_share or 0.0))
    for group in groups:
        found = _judged(case, group, online, limits)
        if found is not None:
            yield found


def _judged(case: Case, group: list[ProcessUse], online: set[int], limits: Limits) -> Found | None:
    allowed: set[int] = set()
    for one in group:
        allowed |= of.cpus_in(one.now.cpus_allowed) & online
    if len(allowed) == len(online):
        return None  # each to its own CPU: that is a way to use them all
    wanted = sum(one.cpu_share + (one.run_delay_share or 0.0) for one in group)
    delay = max(one.run_delay_share or 0.0 for one in group)
    full = max(case.number("cpu.utilization", cpu=str(one)) or 0.0 for one in allowed)
    if wanted < limits.wanted * len(allowed) or delay < limits.delay_share:
        return None
    if full < limits.full_share:
        return None  # a quota holds them back, not the CPU
    return _found(case, group, allowed, online, wanted, delay, limits)


def _found(
    case: Case,
    group: list[ProcessUse],
    allowed: set[int],
    online: set[int],
    wanted: float,
    delay: float,
    limits: Limits,
) -> Found:
    first = group[0]
    others = [case.one("cpu.utilization", cpu=str(one)) for one in sorted(online - allowed)]
    free = min((one for one in others if one is not None), key=lambda one: one.number)
    room = free.number <= limits.idle_share
    listed = first.now.cpus_allowed
    told = _told(case, first, allowed, (wanted, delay, free))
    return Found(
        severity=Severity.HIGH if room else Severity.MEDIUM,
        harm=Harm.WAITING,
        title=text(
            "{name} ({number:count} {number:process|processes}) is pinned to CPU {cpus} and wants "
            "{wanted:mean} CPUs",
            name=first.now.comm,
            number=float(len(group)),
            cpus=listed,
            wanted=wanted,
        ),
        description=text(
            "The affinity allows {allowed:count} {allowed:CPU|CPUs} of the host. Such processes "
            "stood ready and waited up to {delay:percent} of the time, while CPU {other} was in "
            "use {use:percent}.",
            allowed=float(len(allowed)),
            delay=delay,
            other=free.label("cpu"),
            use=free.number,
        ),
        recommendation=text(
            "See who set the affinity of {name} (taskset -pc {pid}; CPUAffinity= of its unit; the"
            " cpuset of its container), and widen it unless it was set on purpose.",
            name=first.now.comm,
            pid=str(first.pid),
        ),
        proposals=(proposal("widen_affinity", pid=first.pid, cpus=f"{min(online)}-{max(online)}"),),
        culprit=of.entity(case, group, 1.0),
        victims=of.victims(case, group) if len(group) == 1 else (),
        evidence=told,
        threshold=limits.wanted * len(allowed),
        confidence=92 if room else 85,
    )


def _told(
    case: Case, first: ProcessUse, allowed: set[int], values: tuple[float, float, Evidence]
) -> tuple[Evidence, ...]:
    wanted, delay, free = values
    busy = [case.one("cpu.utilization", cpu=str(one)) for one in sorted(allowed)][:4]
    return (
        of.told("group.wanted_cpus", wanted, first),
        of.told("group.allowed_cpus", float(len(allowed)), first, "status"),
        of.told("group.run_delay", delay, first, "schedstat"),
        of.told("process.affinity", first.now.cpus_allowed, first, "status"),
        *(one for one in busy if one is not None),
        free,
    )

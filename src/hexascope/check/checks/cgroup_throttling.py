"""Throttling: a control group's CPU quota runs out, and its tasks stand still."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.check.members import entities, members
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import Proposal, proposal
from hexascope.domain.rows import CgroupUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

RAISED = 2.0
"""By how much the quota is proposed to be raised: a start to measure from."""


@declared
class Limits:
    """Limits of cgroup_throttling."""

    period_share: float = limit(
        0.05,
        Unit.RATIO,
        "share of the active periods in which the quota ran out",
        source="checks.md; ours, seen on the fault bench",
    )
    high_period_share: float = limit(
        0.25,
        Unit.RATIO,
        "share of the active periods in which the quota ran out, from which on it is high",
        source="checks.md; Netdata's container alert starts near it",
    )
    periods: float = limit(
        5,
        Unit.COUNT,
        "periods in which the quota ran out, fewer are no pattern",
        source="ours: half a second of 100 ms periods",
    )
    used_share: float = limit(
        0.7,
        Unit.RATIO,
        "share of the quota in use on average, above which the quota itself is too small",
        source="ours: below it the throttling comes in bursts",
    )


@check(resource=Resource.CPU, aspect=Aspect.SATURATION, needs=("cgroup.count",), limits=Limits)
def cgroup_throttling(case: Case, limits: Limits) -> Iterator[Found]:
    """A control group used up its CPU quota, and its tasks had to stand still.

    Why it matters: the tasks wait although CPUs may be free. The wait adds up to a whole period
    (mostly 100 ms) to each request, and shows up as CPU pressure on a host that has nothing to do.

    What to do: compare the quota with what the group wants. Raise the quota, or remove it and give
    a weight instead; or let the program use fewer threads, so that it doesn't use up its quota in
    the first milliseconds of each period.
    """
    for use in case.rows(CgroupUse):
        if use.periods and use.throttled_periods and use.throttled_periods >= limits.periods:
            share = min(use.throttled_periods / use.periods, 1.0)
            if share > limits.period_share:
                yield _found(case, use, share, limits)


def _found(case: Case, use: CgroupUse, share: float, limits: Limits) -> Found:
    now = use.now
    told = [
        _told("throttle.period_share", share, use),
        _told("cgroup.throttled_periods", float(use.throttled_periods or 0), use),
    ]
    if now.cpu_quota is not None:
        told.append(_told("cgroup.quota", now.cpu_quota, use))
    if use.cpu_share is not None:
        told.append(_told("cgroup.cpu_share", use.cpu_share, use))
    inside = members(case, now.path)
    high = share > limits.high_period_share
    return Found(
        severity=Severity.HIGH if high else Severity.MEDIUM,
        harm=Harm.WAITING,
        title=text(
            "The CPU quota of control group {group} ran out in {share:percent} of its periods",
            group=now.path,
            share=share,
        ),
        description=text(
            "In {periods:count} {periods:period|periods} of the window the group had used up its "
            "quota and all its tasks stood still until the next period began, whether or not a "
            "CPU was free.",
            periods=float(use.throttled_periods or 0),
        ),
        recommendation=_advice(use, limits),
        proposals=_proposals(case, use),
        culprit=culprits.cgroup(now.path, share),
        victims=entities(case, inside, lambda one: one.cpu_share),
        evidence=tuple(told),
        threshold=limits.period_share,
        confidence=95,
    )


def _advice(use: CgroupUse, limits: Limits) -> Text:
    quota, used = use.now.cpu_quota, use.cpu_share
    if quota is None or used is None:
        return text("Raise the group's CPU quota, or let it want less, and watch nr_throttled.")
    if used >= quota * limits.used_share:
        return text(
            "It used {used:number} {used:CPU|CPUs} of the {quota:number} that its quota allows: "
            "it wants more than it may have. Raise the quota, or lower the demand, and watch "
            "nr_throttled.",
            used=used,
            quota=quota,
        )
    return text(
        "It used {used:number} {used:CPU|CPUs} on average and may use {quota:number}: the demand "
        "comes in bursts, many threads at once. Let the program use fewer threads, or allow "
        "bursts (cpu.max.burst), before the quota is raised.",
        used=used,
        quota=quota,
    )


def _proposals(case: Case, use: CgroupUse) -> tuple[Proposal, ...]:
    if use.now.cpu_quota is None:
        return ()
    wanted = use.now.cpu_quota * RAISED
    if case.host.cpus:
        wanted = min(wanted, float(case.host.cpus))
    return (proposal("raise_cpu_quota", cgroup=use.now.path, cpus=f"{wanted:g}"),)


def _told(family: str, value: float, use: CgroupUse) -> Evidence:
    return evidence(
        family, value, source="cpu.stat, cpu.max", window_s=use.seconds, cgroup=use.now.path
    )

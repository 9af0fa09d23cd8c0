"""Forks: a process starts hundreds of short-lived others a second."""

from collections.abc import Iterator

from hexascope.check.checks import _groups as of
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

FAULTS_A_CHILD = 40.0
"""Page faults that even the smallest child takes: what tells parents apart by their dead."""


@declared
class Limits:
    """Limits of fork_rate."""

    rate: float = limit(
        100,
        Unit.PER_SECOND,
        "processes and threads started a second",
        source="checks.md; a build starts some twenty",
    )
    medium_rate: float = limit(
        200,
        Unit.PER_SECOND,
        "processes and threads started a second from which on it is medium",
        source="ours, seen on the fault bench: 750, and half of it beside busy loops",
    )


@check(resource=Resource.TASKS, aspect=Aspect.SATURATION, needs=("cpu.fork_rate",), limits=Limits)
def fork_rate(case: Case, limits: Limits) -> Iterator[Found]:
    """Hundreds of processes are started a second, and none lives long enough to be listed.

    Why it matters: starting and burying a process costs about a millisecond of CPU. top and ps
    miss them, so the time seems to belong to nobody.

    What to do: look at the parent, which is named here by the time and the page faults of its dead
    children. Let it do the work itself, keep a pool of workers, or run it less often.
    """
    rate = case.one("cpu.fork_rate")
    if rate is None or rate.number < limits.rate:
        return
    parent = _parent(case)
    if parent is not None and parent.now.nice >= of.NICED:
        return
    yield _found(case, rate, parent, limits)


def _parent(case: Case) -> ProcessUse | None:
    """Find who buried most: by its children's page faults and CPU, else by newcomers below it."""
    born: dict[int, int] = {}
    for one in case.rows(ProcessUse):
        if one.was_new:
            born[one.now.ppid] = born.get(one.now.ppid, 0) + 1

    def weight(use: ProcessUse) -> float:
        dead = use.children_minor_faults_per_s / FAULTS_A_CHILD
        return dead + use.children_cpu_share * 100 + born.get(use.pid, 0) / max(use.seconds, 1.0)

    alive = [one for one in of.workers(case) if not one.ended and one.pid != 1]
    best = max(alive, key=weight, default=None)
    return best if best is not None and weight(best) > 1.0 else None


def _found(case: Case, rate: Evidence, parent: ProcessUse | None, limits: Limits) -> Found:
    told: list[Evidence] = [rate]
    title = text(
        "{rate:mean} processes a second are started, and they live for a moment", rate=rate.number
    )
    description = text("Who starts them could not be seen.")
    advice = text("Trace who forks: perf trace -e clone, or execsnoop, for a few seconds.")
    if parent is not None:
        faults, share = parent.children_minor_faults_per_s, parent.children_cpu_share
        told += [
            of.told("process.children_faults", faults, parent),
            of.told("process.children_cpu_share", share, parent),
        ]
        title = text(
            "{name} starts most of {rate:mean} short-lived processes a second",
            name=parent.now.comm,
            rate=rate.number,
        )
        description = text(
            "Its dead children took {faults:mean} page faults a second and {share:percent} of a "
            "CPU: more than those of any other parent. None lives long enough for a list of "
            "processes.",
            faults=faults,
            share=share,
        )
        advice = text(
            "See what {name} (pid {pid}) starts: strace -f -e trace=process -p {pid}. Let it do the"
            " work itself, or keep a pool of workers.",
            name=parent.now.comm,
            pid=str(parent.pid),
        )
    worse = rate.number >= limits.medium_rate and parent is not None
    return Found(
        severity=Severity.MEDIUM if worse else Severity.LOW,
        harm=Harm.WASTE,
        title=title,
        description=description,
        recommendation=advice,
        proposals=() if parent is None else (proposal("batch_work", pid=parent.pid),),
        culprit=None if parent is None else of.entity(case, [parent], 1.0),
        evidence=tuple(told),
        confidence=88 if parent is not None else 60,
        threshold=limits.rate,
    )

"""Real-time priority: a task that nobody else gets the CPU beside."""

from collections.abc import Iterator

from hexascope.check.checks import _groups as of
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse, ThreadUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

REALTIME = (1, 2, 6)
"""SCHED_FIFO, SCHED_RR and SCHED_DEADLINE."""


@declared
class Limits:
    """Limits of realtime_monopoly."""

    share: float = limit(
        0.80,
        Unit.RATIO,
        "share of one CPU that real-time tasks of a process use",
        source="the kernel's own brake lets them have 95 %",
    )
    delay_share: float = limit(
        0.20, Unit.RATIO, "share of the window that somebody else waited", source="checks.md"
    )


@check(resource=Resource.CPU, aspect=Aspect.SATURATION, needs=("process.count",), limits=Limits)
def realtime_monopoly(case: Case, limits: Limits) -> Iterator[Found]:
    """A process with real-time priority computes all the time.

    Why it matters: everything else on that CPU, the kernel's own threads included, runs only when
    it lets go. A loop there makes a host that answers no login.

    What to do: real-time priority is for work that soon waits again. Take it away
    (`chrt -o -p 0 PID`), or bind the process to a CPU set aside for it.
    """
    threads: dict[int, float] = {}
    for one in case.rows(ThreadUse):
        if one.now.policy in REALTIME:
            threads[one.now.pid] = threads.get(one.now.pid, 0.0) + one.cpu_share
    for use in of.workers(case):
        whole = use.cpu_share if use.now.policy in REALTIME else 0.0
        share = threads.get(use.pid, whole)
        if share >= limits.share:
            yield _found(case, use, share, limits)


def _found(case: Case, use: ProcessUse, share: float, limits: Limits) -> Found:
    waiting = of.waiting(of.workers(case), [use], limits.delay_share)
    told = [of.told("process.cpu_share", share, use)]
    told += [
        of.told("process.run_delay_share", one.run_delay_share or 0.0, one) for one in waiting[:3]
    ]
    return Found(
        severity=Severity.HIGH if waiting else Severity.MEDIUM,
        harm=Harm.WAITING if waiting else Harm.BUSY,
        title=text(
            "{name} computes with real-time priority for {share:percent} of a CPU",
            name=use.now.comm,
            share=share,
        ),
        description=text(
            "Nothing else runs on its CPU until it waits; the kernel's brake leaves others a"
            " twentieth of the time."
        ),
        recommendation=text(
            "Take the priority away (chrt -o -p 0 {pid}) unless it must have it.", pid=str(use.pid)
        ),
        proposals=(proposal("remove_realtime", pid=use.pid),),
        culprit=of.entity(case, [use], share),
        victims=of.victims(case, waiting),
        evidence=tuple(told),
        threshold=limits.share,
        confidence=88,
    )

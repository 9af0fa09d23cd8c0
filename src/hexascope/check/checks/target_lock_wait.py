"""The target's threads stand before one lock."""

from collections.abc import Iterator

from hexascope.check import targets
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.target import StateShare, TargetStory, ThreadState
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of target_lock_wait."""

    share: float = limit(
        0.25,
        Unit.RATIO,
        "share of the busy time of the target in which its threads wait for a lock",
        source="ours: a sane program under load stays far below it",
    )
    high_share: float = limit(
        0.60,
        Unit.RATIO,
        "the same share, from which on it is high",
        source="ours: more waiting than working",
    )
    threads: float = limit(
        0.5,
        Unit.COUNT,
        "threads that stand before locks on average",
        source="ours: fewer cost little",
    )


@check(
    resource=Resource.PROCESS, aspect=Aspect.SATURATION, needs=("target.time_share",), limits=Limits
)
def target_lock_wait(case: Case, limits: Limits) -> Iterator[Found]:
    """The target's threads wait for a lock that another of its threads holds.

    Why it matters: the work goes on one thread at a time, while CPUs and disks look idle.

    What to do: see who holds the lock and what it does meanwhile (`gdb -p PID`, then `thread apply
    all bt`; `jstack PID`; `py-spy dump --pid PID`; or examine with --deep). Hold it for less, don't
    wait for a disk or the network within it, or split it.
    """
    about = targets.story(case)
    lost = targets.lost(case, ThreadState.LOCK)
    if about is None or lost is None:
        return
    share, threads = lost
    if share.number < limits.share or threads.number < limits.threads:
        return
    told = next((one for one in about.shares if one.state is ThreadState.LOCK), None)
    waiters = case.one("target.lock_waiters", lock=told.on) if told else None
    own = targets.target(case, about)
    holder = _holder(about)
    yield Found(
        severity=Severity.HIGH if share.number >= limits.high_share else Severity.MEDIUM,
        harm=Harm.WAITING,
        title=text(
            "{target} waits for its own locks {share:percent} of its busy time",
            target=targets.called(about),
            share=share.number,
        ),
        description=_why(told, threads.number, waiters),
        recommendation=_advice(str(own.pid or ""), holder),
        culprit=own,
        victims=(own,),
        evidence=(share, threads, *((waiters,) if waiters else ())),
        threshold=limits.share,
        confidence=80 if waiters else 70,
    )


def _holder(about: TargetStory) -> str:
    """Name the threads that never stand before the lock: of these is who holds it, if any."""
    free = [
        group
        for group in about.groups
        if not any(one.state is ThreadState.LOCK and one.share > 0.01 for one in group.shares)
        and any(one.state is not ThreadState.SLEEPING and one.share > 0.1 for one in group.shares)
    ]
    return free[0].name if free else ""


def _why(told: StateShare | None, threads: float, waiters: Evidence | None) -> Text:
    if told is None or waiters is None:
        return text(
            "{threads:number} of its threads stood before a lock on average, in the system call"
            " futex or at a locked file.",
            threads=threads,
        )
    return text(
        "{threads:number} of its threads stood before a lock on average, {waiters:number} of them"
        " before {lock}.",
        threads=threads,
        waiters=waiters.number,
        lock=told.on,
    )


def _advice(pid: str, holder: str) -> Text:
    if holder:
        return text(
            "See what the threads {holder} do with the lock in hand: gdb -p {pid}, then 'thread"
            " apply all bt' (a JVM: jstack {pid}; Python: py-spy dump --pid {pid}).",
            holder=holder,
            pid=pid,
        )
    return text(
        "See who holds the lock and what it does meanwhile: gdb -p {pid}, then 'thread apply all"
        " bt' (a JVM: jstack {pid}; Python: py-spy dump --pid {pid}). Hold it for less, or split"
        " it.",
        pid=pid,
    )

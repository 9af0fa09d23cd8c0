"""The target's threads stand still because their control group's CPU quota is used up."""

from collections.abc import Iterator

from hexascope.check import culprits, targets
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.target import ThreadState
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of target_throttled."""

    share: float = limit(
        0.15,
        Unit.RATIO,
        "share of the busy time of the target in which it stands still by its quota",
        source="ours: a wait of 15 ms in each period of 100 ms is felt in each request",
    )
    high_share: float = limit(
        0.40,
        Unit.RATIO,
        "the same share, from which on it is high",
        source="ours",
    )
    threads: float = limit(
        0.1,
        Unit.COUNT,
        "threads of the target that stand there on average, fewer are no pattern",
        source="ours: one thread for half a second of five",
    )


@check(resource=Resource.CPU, aspect=Aspect.SATURATION, needs=("target.time_share",), limits=Limits)
def target_throttled(case: Case, limits: Limits) -> Iterator[Found]:
    """The target's threads are ready to run, and held back by their group's CPU quota.

    Why it matters: CPUs may be idle meanwhile; the wait is one that a setting makes.

    What to do: raise the quota of the group that is named, or give it a weight instead of a quota;
    or let the target use fewer threads.
    """
    about = targets.story(case)
    lost = targets.lost(case, ThreadState.THROTTLED)
    if about is None or lost is None:
        return
    share, threads = lost
    hop = targets.step(about, ThreadState.THROTTLED)
    if share.number < limits.share or threads.number < limits.threads or hop is None:
        return
    path = hop.via.removeprefix("cgroup ")
    yield Found(
        severity=Severity.HIGH if share.number >= limits.high_share else Severity.MEDIUM,
        harm=Harm.WAITING,
        title=text(
            "{target} stands still {share:percent} of its busy time: the CPU quota of {path} is"
            " used up",
            target=targets.called(about),
            share=share.number,
            path=path,
        ),
        description=text(
            "{threads:number} of its threads stood ready on average and were not let run, by their"
            " run delay and the group's throttled time.",
            threads=threads.number,
        ),
        recommendation=_advice(path),
        culprit=culprits.cgroup(path, min(hop.share or 0.0, 1.0)),
        victims=(targets.target(case, about),),
        evidence=(share, threads),
        threshold=limits.share,
        confidence=85,
    )


def _advice(path: str) -> Text:
    return text(
        "Raise the CPU quota of {path} (cpu.max, or CPUQuota= of its unit), or replace it by a"
        " weight; or let the target run fewer threads.",
        path=path,
    )

"""The target's threads are ready to run, and somebody else has the CPUs."""

from collections.abc import Iterator
from dataclasses import replace

from hexascope.check import targets
from hexascope.check.checks import _groups as of
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.rows import ProcessUse
from hexascope.domain.target import ThreadState
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of target_runnable."""

    share: float = limit(
        0.50,
        Unit.RATIO,
        "share of the busy time of the target in which its threads wait for a CPU",
        source="ours: a web server that shares two busy CPUs with its clients was seen at 42 %",
    )
    high_share: float = limit(
        0.75,
        Unit.RATIO,
        "the same share, from which on it is high",
        source="ours: three times as much waiting as working",
    )
    threads: float = limit(
        0.1,
        Unit.COUNT,
        "threads of the target that stand there on average, fewer are no pattern",
        source="ours: one thread for half a second of five",
    )
    other_cpu: float = limit(
        0.5,
        Unit.COUNT,
        "CPUs that somebody else must use to be the cause",
        source="ours: less leaves the target most of the time a CPU",
    )


@check(resource=Resource.CPU, aspect=Aspect.SATURATION, needs=("target.time_share",), limits=Limits)
def target_runnable(case: Case, limits: Limits) -> Iterator[Found]:
    """The target's threads are ready to run, and wait for a CPU that somebody else has.

    Why it matters: this wait is added to each request, and nothing in the target itself can be
    tuned against it.

    What to do: let the other work give way (renice, a CPU weight for its control group), move it to
    another time or host, or add CPUs.
    """
    about = targets.story(case)
    lost = targets.lost(case, ThreadState.RUNNABLE)
    if about is None or lost is None:
        return
    share, threads = lost
    hop = targets.step(about, ThreadState.RUNNABLE)
    if share.number < limits.share or threads.number < limits.threads or hop is None:
        return
    users = [use for use in case.rows(ProcessUse) if use.pid in hop.other_pids]
    used = sum(use.cpu_share for use in users)
    if used < limits.other_cpu:
        return
    cpus = max(float(case.host.cpus), case.number("cpu.count") or 0.0, 1.0)
    culprit = replace(targets.other(case, hop), share=min(used / cpus, 1.0))
    yield Found(
        severity=Severity.HIGH if share.number >= limits.high_share else Severity.MEDIUM,
        harm=Harm.WAITING,
        title=text(
            "{target} waits for a CPU {share:percent} of its busy time, while {name} runs",
            target=targets.called(about),
            share=share.number,
            name=culprit.name,
        ),
        description=text(
            "{threads:number} of its threads stood ready on average, by their own run delay."
            " {name} used {used:percent} of a CPU meanwhile and is not part of it.",
            threads=threads.number,
            name=culprit.name,
            used=used,
        ),
        recommendation=_advice(culprit.name, str(culprit.pid or "")),
        culprit=culprit,
        victims=(targets.target(case, about),),
        evidence=(share, threads, of.told("group.cpu_share", used, users[0])),
        threshold=limits.share,
        confidence=80,
    )


def _advice(name: str, pid: str) -> Text:
    return text(
        "Let {name} give way: renice 10 -p {pid}, or a CPU weight for its control group; or run it"
        " at another time or on another host.",
        name=name,
        pid=pid,
    )

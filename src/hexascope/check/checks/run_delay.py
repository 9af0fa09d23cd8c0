"""Run delay: who was ready to run, and had to wait for a CPU."""

from collections.abc import Iterator

from hexascope.check.checks import _groups as of
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of run_delay."""

    share: float = limit(
        0.20,
        Unit.RATIO,
        "share of the window that a process with normal priority was ready and waited",
        source="checks.md",
    )
    culprit_share: float = limit(
        0.50, Unit.RATIO, "share of one CPU that the heaviest others use at least", source="ours"
    )


@check(resource=Resource.CPU, aspect=Aspect.LATENCY, needs=("process.count",), limits=Limits)
def run_delay(case: Case, limits: Limits) -> Iterator[Found]:
    """A process was ready to run, and had to wait for a CPU.

    Why it matters: this time is added to each of its requests, and no counter of the host shows
    it. A host can be half idle on average and still make one process wait.

    What to do: look at who uses the CPUs at that time. Let it give way (nice, CPU weight), or give
    the waiting one CPUs of its own.
    """
    group = of.heaviest(case)
    used = sum(one.cpu_share for one in group)
    if used < limits.culprit_share:
        return
    waiting = of.waiting(of.workers(case), group, limits.share)
    if not waiting:
        return
    first, worst = group[0], waiting[0]
    delay = worst.run_delay_share or 0.0
    yield Found(
        severity=Severity.MEDIUM,
        harm=Harm.WAITING,
        title=text(
            "{victim} was ready to run and waited {delay:percent} of the time for a CPU",
            victim=worst.now.comm,
            delay=delay,
        ),
        description=text(
            "{name} used {used:percent} of a CPU meanwhile, more than any other kind of process.",
            name=first.now.comm,
            used=used,
        ),
        recommendation=text(
            "Let {name} give way (renice 10 -p {pid}, or a lower CPU weight of its control group),"
            " or give {victim} CPUs of its own.",
            name=first.now.comm,
            pid=str(first.pid),
            victim=worst.now.comm,
        ),
        proposals=(proposal("lower_priority", pid=first.pid),),
        culprit=of.entity(case, group, used / max(case.host.cpus, 1)),
        victims=of.victims(case, waiting),
        evidence=(
            of.told("process.run_delay_share", delay, worst, "schedstat"),
            of.told("group.cpu_share", used, first),
        ),
        confidence=70,
        threshold=limits.share,
    )

"""Short-lived processes: a burst of them below one parent, such as a storm of cron jobs."""

from collections import defaultdict
from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.check.members import of_pid
from hexascope.domain.case import Case
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of short_lived_processes."""

    newcomers: float = limit(
        20, Unit.COUNT, "processes that one parent started within the window", source="ours"
    )
    cpu_share: float = limit(
        0.25, Unit.RATIO, "share of one CPU that they used together", source="ours"
    )


@check(resource=Resource.TASKS, aspect=Aspect.UTILIZATION, needs=("process.count",), limits=Limits)
def short_lived_processes(case: Case, limits: Limits) -> Iterator[Found]:
    """One parent starts many processes that end soon.

    Why it matters: no list of processes shows them, for each is gone before the list is read; their
    CPU time seems to belong to nobody. Jobs that all begin at the full minute make such bursts.

    What to do: if it's a build or a batch, nothing. If it's a service, let it do the work itself
    instead of starting a program each time; spread jobs over the hour (RandomizedDelaySec).
    """
    below: dict[int, list[ProcessUse]] = defaultdict(list)
    for use in case.rows(ProcessUse):
        if use.was_new:
            below[use.now.ppid].append(use)
    for pid, children in below.items():
        parent = of_pid(case, pid)
        if parent is None or len(children) < limits.newcomers:
            continue
        share = sum(one.cpu_share for one in children) + parent.children_cpu_share
        if share < limits.cpu_share:
            continue
        number = float(len(children))
        yield Found(
            severity=Severity.INFO,
            harm=Harm.BUSY,
            title=text(
                "{name} started {number:count} processes in the window, which used {share:percent}"
                " of a CPU",
                name=parent.now.comm,
                number=number,
                share=share,
            ),
            description=text(
                "Most of them are named {child}; only the looks between saw those that ended soon.",
                child=children[0].now.comm,
            ),
            recommendation=text(
                "If {name} is a build or a batch, that is its work; if it is a service, let it do"
                " this without starting a program each time.",
                name=parent.now.comm,
            ),
            culprit=culprits.process(case, parent),
            evidence=(
                evidence(
                    "task.newcomers",
                    number,
                    source="/proc",
                    window_s=case.window.seconds,
                    parent=str(pid),
                ),
                evidence(
                    "process.children_cpu_share",
                    share,
                    source=f"/proc/{pid}/stat",
                    window_s=case.window.seconds,
                    pid=str(pid),
                ),
            ),
            threshold=limits.newcomers,
            confidence=60,
        )

"""Zombies: ended children that their parent does not reap."""

from collections import defaultdict
from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.check.members import of_pid
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of zombies."""

    count: float = limit(
        20,
        Unit.COUNT,
        "unreaped children of one parent that more than one look saw",
        source="ours: a few are normal between a child's end and its parent's next turn",
    )
    many: float = limit(
        100,
        Unit.COUNT,
        "unreaped children of one parent from which on it is medium, growing or not",
        source="ours, seen on the fault bench: 150",
    )


@check(resource=Resource.TASKS, aspect=Aspect.ERRORS, needs=("process.count",), limits=Limits)
def zombies(case: Case, limits: Limits) -> Iterator[Found]:
    """A process does not reap its ended children.

    Why it matters: each of them keeps a process id and a place in the table of tasks. When these
    run out, nothing can be started any more, not even a shell to repair it.

    What to do: the fault is in the parent, which must wait for its children; a zombie itself can't
    be killed. Restart the parent: init then reaps what it left. In a container run a small init
    as process 1.
    """
    unreaped: dict[int, list[ProcessUse]] = defaultdict(list)
    for use in case.rows(ProcessUse):
        if use.now.state == "Z" and not use.ended:
            unreaped[use.now.ppid].append(use)
    for parent, dead in unreaped.items():
        # children that only one look saw dead may be reaped a moment later: a busy fork loop
        kept = [one for one in dead if one.states.count("Z") >= 2 or case.window.seconds <= 0]
        if len(kept) >= limits.count:
            yield _found(case, parent, kept, limits)


def _found(case: Case, parent: int, dead: list[ProcessUse], limits: Limits) -> Found:
    number = float(len(dead))
    growth = float(sum(one.was_new or one.states[:1] != "Z" for one in dead))
    told = (
        _told(case, "process.zombies", number, parent),
        _told(case, "task.zombie_growth", growth, parent),
    )
    culprit = _parent(case, parent)
    worse = number >= limits.many or growth > 0
    return Found(
        severity=Severity.MEDIUM if worse else Severity.LOW,
        harm=Harm.WASTE,
        title=text(
            "{name} has not reaped {number:count} of its ended children",
            name=culprit.name,
            number=number,
        ),
        description=text(
            "Their state is Z in every look, so the parent, process {pid}, does not wait for them.",
            pid=str(parent),
        )
        if not growth
        else text(
            "Their state is Z in more than one look, so the parent, process {pid}, does not wait "
            "for them; {growth:count} of them {growth:was|were} not yet dead in the first look.",
            pid=str(parent),
            growth=growth,
        ),
        recommendation=text(
            "Restart {name} (process {pid}): what it left is then reaped. To cure it, let it"
            " wait for its children, or ignore SIGCHLD; in a container start it below an init.",
            name=culprit.name,
            pid=str(parent),
        ),
        proposals=(proposal("fix_reaping", pid=parent),),
        culprit=culprit,
        evidence=told,
        threshold=limits.count,
        confidence=95,
    )


def _parent(case: Case, pid: int) -> Entity:
    use = of_pid(case, pid)
    if use is not None:
        return culprits.process(case, use, 1.0)
    return Entity(kind=EntityKind.PROCESS, name=f"pid {pid}", pid=pid, pids=(pid,), share=1.0)


def _told(case: Case, family: str, value: float, parent: int) -> Evidence:
    return evidence(
        family, value, source="/proc/PID/stat", window_s=case.window.seconds, parent=str(parent)
    )

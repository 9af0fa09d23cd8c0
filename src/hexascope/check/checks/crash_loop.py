"""Crash loop: a program crashes and is started again, over and over."""

from collections import defaultdict
from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.check.kernel_events import Crash, crashes
from hexascope.check.log_lines import in_window, seconds_ago
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind, Identity
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import Proposal, proposal
from hexascope.domain.rows import LogLine, ProcessSample, ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit, When


@declared
class Limits:
    """Limits of crash_loop."""

    crashes: float = limit(
        3,
        Unit.COUNT,
        "crashes of one program within the time below",
        source="checks.md",
        window="60 s",
    )
    within: float = limit(
        60,
        Unit.SECONDS,
        "time within which crashes belong to one loop",
        source="checks.md",
        window="the kernel log",
    )
    oldest: float = limit(
        21_600,
        Unit.SECONDS,
        "age of a crash loop that is still worth telling",
        source="ours: six hours",
        window="the kernel log",
    )


@check(resource=Resource.PROCESS, aspect=Aspect.ERRORS, needs=("log.lines",), limits=Limits)
def crash_loop(case: Case, limits: Limits) -> Iterator[Found]:
    """A program crashes again and again, and something starts it each time.

    Why it matters: whatever the program was to do is not done, each start costs CPU time, and a
    supervisor that hides it makes the service look alive. No load average and no `top` shows it.

    What to do: take the kernel's line and the core dump (`coredumpctl`) to whoever made the
    program. Go back to the last version that ran, or take away the input that it dies of.
    """
    by_program: dict[str, list[Crash]] = defaultdict(list)
    for one in crashes(case.rows(LogLine)):
        if seconds_ago(case, one.line) <= limits.oldest:
            by_program[one.comm].append(one)
    for comm, all_of_it in by_program.items():
        last = all_of_it[-1].line
        loop = [one for one in all_of_it if one.line.at_s >= last.at_s - limits.within]
        if len(loop) >= limits.crashes:
            when = When.NOW if in_window(case, last) else When.PAST
            yield _found(case, comm, loop, when, limits)


def _found(case: Case, comm: str, loop: list[Crash], when: When, limits: Limits) -> Found:
    number = float(len(loop))
    parent = _supervisor(case, comm, loop)
    told = (
        evidence("crash.count", number, source="/dev/kmsg", window_s=60.0, program=comm),
        evidence("crash.line", loop[-1].line.text, source="/dev/kmsg", program=comm),
    )
    return Found(
        severity=Severity.HIGH,
        harm=Harm.FAILING,
        when=when,
        title=text("{name} crashed {number:count} times within a minute", name=comm, number=number),
        description=_why(loop[-1], parent),
        recommendation=text(
            "Look at the last core dump of {name} (coredumpctl info {name}) and at what changed:"
            " its version, its libraries, its input. Until then stop whatever restarts it.",
            name=comm,
        ),
        proposals=_proposals(parent),
        culprit=Entity(
            kind=EntityKind.PROCESS,
            name=comm,
            stable_name=comm,
            share=1.0,
            identity=_identity(case, parent),
            pid=parent.pid if parent is not None and parent.now.comm == comm else None,
            pids=(parent.pid,) if parent is not None and parent.now.comm == comm else (),
        ),
        evidence=told,
        threshold=limits.crashes,
        confidence=95,
        ago_s=seconds_ago(case, loop[-1].line),
    )


def _why(last: Crash, parent: ProcessUse | None) -> Text:
    if parent is None:
        return text(
            "The kernel logged each death; the last one: {line}. Something starts the program again"
            " each time.",
            line=last.line.text[:160],
        )
    return text(
        "The kernel logged each death; the last one: {line}. Its parent {parent} (pid {pid}) starts"
        " it again each time.",
        line=last.line.text[:160],
        parent=parent.now.comm,
        pid=str(parent.pid),
    )


def _proposals(parent: ProcessUse | None) -> tuple[Proposal, ...]:
    return () if parent is None else (proposal("fix_crash", pid=parent.pid),)


def _identity(case: Case, parent: ProcessUse | None) -> Identity | None:
    return None if parent is None else culprits.identity(case, parent.now)


def _supervisor(case: Case, comm: str, loop: list[Crash]) -> ProcessUse | None:
    """Find who starts the crashing program.

    The parent of one of the dead where a look caught it, else of another process of its name that
    didn't last, else the one long-lived process of the same name whose children come and go.
    """
    known = {one.pid: one for one in case.rows(ProcessUse) if not one.ended}
    dead = {one.pid for one in loop}
    by_name: int | None = None
    for pulse in reversed(case.window.pulses):
        for row in pulse.rows(ProcessSample):
            if row.pid in dead and row.ppid in known:
                return known[row.ppid]
            if row.comm == comm and row.pid not in known and row.ppid in known:
                by_name = row.ppid
    for use in case.rows(ProcessUse):
        if use.now.ppid in known and use.pid in dead:
            return known[use.now.ppid]
        if use.now.comm == comm and (use.was_new or use.ended) and use.now.ppid in known:
            by_name = use.now.ppid
    if by_name is not None:
        return known[by_name]
    forking = [
        one
        for one in known.values()
        if one.now.comm == comm and one.children_minor_faults_per_s > 0
    ]
    return forking[0] if len(forking) == 1 else None

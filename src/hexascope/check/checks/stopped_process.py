"""Stopped process: it was told to stand still, and others wait for it."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import NoLimits, check
from hexascope.check.members import lasting, listening, waiting_at
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity


@check(
    resource=Resource.PROCESS, aspect=Aspect.SATURATION, needs=("process.count",), limits=NoLimits
)
def stopped_process(case: Case, _limits: NoLimits) -> Iterator[Found]:
    """A process is stopped by a signal, and does nothing until it is told to go on.

    Why it matters: a stopped server still accepts connections in the kernel, so its clients wait
    without an error. It uses no CPU and reports nothing, and looks like a hung program.

    What to do: if nobody stopped it on purpose (a debugger, Ctrl-Z in a shell), let it go on with
    `kill -CONT`.
    """
    queued = waiting_at(case)
    listeners = listening(case)
    for use in case.rows(ProcessUse):
        if use.now.state in ("T", "t") and (lasting(use, "T") or lasting(use, "t")):
            # a traced process stands still each time its debugger looks at it
            waits = 0.0 if use.now.state == "t" else queued.get(use.pid, 0.0)
            yield _found(case, use, waits, serves=use.pid in listeners)


def _found(case: Case, use: ProcessUse, waits: float, *, serves: bool) -> Found:
    told = [_told("process.state", use.states[-50:], use)]
    if waits:
        told.append(_told("task.queued", waits, use))
    harmless = not waits and not serves
    return Found(
        severity=Severity.HIGH if waits else Severity.LOW,
        harm=Harm.WAITING if waits else Harm.NONE,
        standing=harmless,
        title=text("{name} is stopped and does nothing", name=use.now.comm),
        description=_why(waits, serves=serves),
        recommendation=text(
            "If nobody stopped it on purpose, let it go on: kill -CONT {pid}.", pid=str(use.pid)
        ),
        proposals=(proposal("resume_process", pid=use.pid),),
        culprit=culprits.process(case, use, 1.0),
        evidence=tuple(told),
        confidence=90 if waits else 60,
    )


def _why(waits: float, *, serves: bool) -> Text:
    if waits:
        return text(
            "Every look saw it stopped by a signal, while {waits:count} "
            "{waits:connection or byte waits|connections or bytes wait} in its sockets: its "
            "clients get no answer and no error.",
            waits=waits,
        )
    if serves:
        return text(
            "Every look saw it stopped by a signal. It listens for connections, and whoever"
            " connects now will wait."
        )
    return text("Every look saw it stopped by a signal; nobody was seen to wait for it.")


def _told(family: str, value: float | str, use: ProcessUse) -> Evidence:
    return evidence(
        family, value, source=f"/proc/{use.pid}/stat", window_s=use.seconds, pid=str(use.pid)
    )

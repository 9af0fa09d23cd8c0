"""Priority inversion: a server was given a low priority, and waits behind batch work."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.check.members import waiting_at
from hexascope.domain.case import Case
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of priority_inversion."""

    run_delay_share: float = limit(
        0.20, Unit.RATIO, "share of the window that it waited for a CPU", source="checks.md"
    )


@check(resource=Resource.CPU, aspect=Aspect.LATENCY, needs=("process.count",), limits=Limits)
def priority_inversion(case: Case, limits: Limits) -> Iterator[Found]:
    """A niced server waits for a CPU while its clients queue.

    Why it matters: nice is meant for work that nobody waits for. A server that inherited it, from
    a shell or a batch job that started it, gives way to everything else on the host.

    What to do: give it the normal priority (`renice 0 -p PID`), and look at who started it.
    """
    queued = waiting_at(case)
    for use in case.rows(ProcessUse):
        delay = use.run_delay_share or 0.0
        waits = queued.get(use.pid, 0.0)
        if use.now.nice <= 0 or not waits or delay < limits.run_delay_share:
            continue
        pid, seconds = str(use.pid), use.seconds
        nice = float(use.now.nice)
        yield Found(
            severity=Severity.MEDIUM,
            harm=Harm.WAITING,
            title=text(
                "{name} runs with nice {nice:count} and waited {share:percent} of the time for a"
                " CPU while its clients queued",
                name=use.now.comm,
                nice=nice,
                share=delay,
            ),
            description=text(
                "{waits:count} {waits:connection or byte|connections or bytes} waited in its "
                "sockets in both looks. Everything with a normal priority goes before it.",
                waits=waits,
            ),
            recommendation=text(
                "Give it the normal priority: renice 0 -p {pid}.", pid=str(use.pid)
            ),
            culprit=culprits.process(case, use),
            victims=(culprits.process(case, use),),
            evidence=(
                evidence(
                    "process.run_delay_share",
                    delay,
                    source="/proc/PID/schedstat",
                    window_s=seconds,
                    pid=pid,
                ),
                evidence("process.nice", nice, source="/proc/PID/stat", window_s=seconds, pid=pid),
                evidence("task.queued", waits, source="/proc/net/tcp", window_s=seconds, pid=pid),
            ),
            threshold=limits.run_delay_share,
            confidence=75,
        )

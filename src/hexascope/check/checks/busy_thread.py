"""Busy thread: one thread of a server is always busy while the others sleep."""

from collections import defaultdict
from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.check.members import of_pid, waiting_at
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.rows import ProcessUse, ThreadUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of busy_thread."""

    cpu_share: float = limit(
        0.95, Unit.RATIO, "share of one CPU that the one thread uses", source="checks.md"
    )
    others_share: float = limit(
        0.30, Unit.RATIO, "share of one CPU that all its other threads use together", source="ours"
    )
    threads: float = limit(
        4,
        Unit.COUNT,
        "threads from which on a program is one that could share its work",
        source="ours",
    )


@check(resource=Resource.PROCESS, aspect=Aspect.SATURATION, needs=("thread.count",), limits=Limits)
def busy_thread(case: Case, limits: Limits) -> Iterator[Found]:
    """One thread of a program is always busy while its other threads sleep.

    Why it matters: an event loop or a dispatcher that is always busy holds up everything that
    goes through it. More CPUs don't help, and the host's CPU figures look half empty.

    What to do: find out what it does (`perf top -t TID`, `py-spy dump`, `jstack`). Move computing
    out of the event loop, or run more processes of the program side by side.
    """
    by_process: dict[int, list[ThreadUse]] = defaultdict(list)
    for thread in case.rows(ThreadUse):
        by_process[thread.now.pid].append(thread)
    queued = waiting_at(case)
    for pid, threads in by_process.items():
        first = max(threads, key=lambda one: one.cpu_share)
        if len(threads) < limits.threads or first.cpu_share < limits.cpu_share:
            continue
        others = sum(one.cpu_share for one in threads) - first.cpu_share
        use = of_pid(case, pid)
        if use is not None and others <= limits.others_share:
            yield _found(case, use, first, queued.get(pid, 0.0), limits)


def _found(case: Case, use: ProcessUse, thread: ThreadUse, queued: float, limits: Limits) -> Found:
    tid = str(thread.now.tid)
    share = min(thread.cpu_share, 1.0)
    told: list[Evidence] = [
        evidence(
            "thread.cpu_share",
            share,
            source=f"/proc/{use.pid}/task/{tid}/stat",
            window_s=thread.seconds,
            pid=str(use.pid),
            tid=tid,
        )
    ]
    if queued:
        told.append(
            evidence(
                "task.queued",
                queued,
                source="/proc/net/tcp",
                window_s=use.seconds,
                pid=str(use.pid),
            )
        )
    return Found(
        severity=Severity.MEDIUM if queued else Severity.INFO,
        harm=Harm.WAITING if queued else Harm.BUSY,
        title=text(
            "One thread of {name} ({thread}) uses {share:percent} of a CPU while its others sleep",
            name=use.now.comm,
            thread=thread.now.comm,
            share=share,
        ),
        description=_why(queued),
        recommendation=text(
            "See what thread {tid} of process {pid} does (perf top -t {tid}); move computing out of"
            " it, or run more processes of {name} side by side. More CPUs would not help.",
            tid=tid,
            pid=str(use.pid),
            name=use.now.comm,
        ),
        culprit=culprits.process(case, use, share),
        victims=(),
        evidence=tuple(told),
        threshold=limits.cpu_share,
        confidence=80 if queued else 60,
    )


def _why(queued: float) -> Text:
    if queued:
        return text(
            "Meanwhile {queued:count} {queued:connection or byte|connections or bytes} waited in "
            "its sockets in both looks and did not become fewer: what goes through this thread "
            "goes no faster.",
            queued=queued,
        )
    return text("Nobody was seen to wait for it; its work can't use more than one CPU.")

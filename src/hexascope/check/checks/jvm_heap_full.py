"""A Java heap that stays nearly full: the JVM collects garbage instead of working."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.connections import owners, victims
from hexascope.check.contract import check, declared, limit
from hexascope.check.members import of_pid
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse, Socket
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of jvm_heap_full."""

    heap_share: float = limit(
        0.80,
        Unit.RATIO,
        "share of the old generation that is in use in every look, also after collections",
        source="ours: a JVM that has enough is emptied to 70 % or less by a full collection",
    )
    stopped_share: float = limit(
        0.10,
        Unit.RATIO,
        "share of the time in which the program stands still for its collector",
        source="G1's own goal is 8 % (GCTimeRatio=12)",
        window="the window",
    )
    grave_share: float = limit(
        0.40,
        Unit.RATIO,
        "share of the time standing still from which on it is high",
        source="ours; at 98 % the JVM gives up with OutOfMemoryError (GCTimeLimit)",
        window="the window",
    )
    full_collections: float = limit(
        2,
        Unit.COUNT,
        "full collections that did not help; one alone happens to a healthy program",
        source="ours",
        window="the window",
    )


@check(resource=Resource.MEMORY, aspect=Aspect.SATURATION, needs=("runtime.jvms",), limits=Limits)
def jvm_heap_full(case: Case, limits: Limits) -> Iterator[Found]:
    """A Java program's heap is nearly full, and collecting garbage gives nothing back.

    Why it matters: near its limit a JVM stops the whole program again and again to find a few free
    bytes. Requests take seconds, all CPUs it can get are used, and it ends with OutOfMemoryError,
    while the host itself has memory left.

    What to do: see what fills it (`jcmd PID GC.class_histogram`). If it is what the program needs,
    give it more heap (-Xmx); if it grows without end, take a heap dump and cure the leak.
    """
    for held in case.of("runtime.heap_share"):
        pid = held.label("pid")
        stopped = case.one("runtime.stopped_share", pid=pid)
        full = case.one("runtime.full_collections", pid=pid)
        most = case.one("runtime.heap_limit", pid=pid)
        if stopped is None or most is None or held.number < limits.heap_share:
            continue
        if stopped.number < limits.stopped_share:
            continue
        if full is not None and full.number < limits.full_collections:
            continue
        yield _found(case, (held, stopped, most, *((full,) if full else ())), limits)


def _found(case: Case, told: tuple[Evidence, ...], limits: Limits) -> Found:
    held, stopped, most, *full = told
    pid = held.label("pid")
    use = of_pid(case, int(pid))
    if use is None:
        culprit = Entity(kind=EntityKind.PROCESS, name=f"pid {pid}", pid=int(pid), pids=(int(pid),))
    else:
        culprit = culprits.process(case, use, min(stopped.number, 1.0))
    return Found(
        severity=Severity.HIGH if stopped.number >= limits.grave_share else Severity.MEDIUM,
        harm=Harm.WAITING,
        title=text(
            "The heap of {name} is full: {held:percent} of {most:bytes} stay in use",
            name=culprit.name,
            held=held.number,
            most=most.number,
        ),
        description=_why(stopped, full[0] if full else None),
        recommendation=text(
            "See what fills it: jcmd {pid} GC.class_histogram. Give it more than {most:bytes}"
            " (-Xmx) if it needs that, or cure what grows; a restart only helps for a while.",
            pid=pid,
            most=most.number,
        ),
        proposals=(proposal("raise_heap", pid=pid),),
        culprit=culprit,
        victims=victims(case, _clients(case, int(pid)), culprit),
        evidence=told,
        threshold=limits.heap_share,
        confidence=95,
    )


def _clients(case: Case, pid: int) -> list[ProcessUse]:
    """Give who is connected to it from this host."""
    rows = [one for one in case.rows(Socket) if one.state == "ESTABLISHED"]
    ours = {(one.local, one.remote) for one in rows if one.owner_pid == pid}
    return owners(case, [one for one in rows if (one.remote, one.local) in ours])


def _why(stopped: Evidence, full: Evidence | None) -> Text:
    if full is None:
        return text(
            "No look saw less in use, and the program stood still for its collector"
            " {stopped:percent} of the time.",
            stopped=stopped.number,
        )
    return text(
        "{full:count} full {full:collection|collections} gave nothing back: no look saw less in"
        " use. The program stood still for its collector {stopped:percent} of the time.",
        full=full.number,
        stopped=stopped.number,
    )

"""Garbage collection: a JVM that mostly collects garbage."""

from collections import defaultdict
from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.check.members import of_pid
from hexascope.domain.case import Case
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.rows import ThreadUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

COLLECTORS = (
    "GC Thread",
    "G1 ",
    "GC task thread",
    "ParGC",
    "ParallelGC",
    "CMS",
    "Concurrent Mark",
    "Shenandoah",
    "ZWorker",
    "ZDriver",
    "XWorker",
    "Gang worker",
)
"""How the JVM's collectors name their threads."""


@declared
class Limits:
    """Limits of jvm_gc."""

    share: float = limit(
        0.30,
        Unit.RATIO,
        "share of the process' CPU time that collecting garbage takes",
        source="checks.md",
    )
    thrashing_share: float = limit(
        0.60,
        Unit.RATIO,
        "share from which on the program hardly does its own work",
        source="ours: one long collection within a look stays below it",
    )
    cpu_share: float = limit(
        0.50,
        Unit.RATIO,
        "share of one CPU that collecting garbage takes, for the whole window",
        source="ours: one collection that happens to fall into the look is healthy",
    )


@check(resource=Resource.PROCESS, aspect=Aspect.UTILIZATION, needs=("thread.count",), limits=Limits)
def jvm_gc(case: Case, limits: Limits) -> Iterator[Found]:
    """A Java program spends much of its CPU time on collecting garbage.

    Why it matters: near the end of its heap a JVM collects again and again for little gain. It
    answers slower and slower, uses all CPUs it can get, and ends with OutOfMemoryError.

    What to do: look at the heap (`jcmd PID GC.heap_info`, `jstat -gcutil PID 1000`). A larger heap
    (-Xmx) if it is nearly full after a collection; a heap dump if it grows without end; fewer
    collecting threads (-XX:ParallelGCThreads) where a quota allows few CPUs.
    """
    spent: dict[int, float] = defaultdict(float)
    total: dict[int, float] = defaultdict(float)
    for thread in case.rows(ThreadUse):
        total[thread.now.pid] += thread.cpu_share
        if thread.now.comm.startswith(COLLECTORS):
            spent[thread.now.pid] += thread.cpu_share
    for pid, collecting in spent.items():
        use = of_pid(case, pid)
        if use is None or collecting < limits.cpu_share:
            continue
        share = min(collecting / max(use.cpu_share, total[pid]), 1.0)
        if share < limits.share:
            continue
        thrashes = share >= limits.thrashing_share
        source, seconds = f"/proc/{pid}/task/TID/stat", use.seconds
        yield Found(
            severity=Severity.MEDIUM if thrashes else Severity.INFO,
            harm=Harm.WASTE if thrashes else Harm.BUSY,
            title=text(
                "{name} spends {share:percent} of its CPU time on collecting garbage",
                name=use.now.comm,
                share=share,
            ),
            description=text(
                "Its collector's threads used {cpu:percent} of a CPU through the window; the"
                " program itself got the rest.",
                cpu=collecting,
            ),
            recommendation=text(
                "Look at the heap: jcmd {pid} GC.heap_info. If it is nearly full after a"
                " collection, give it more (-Xmx) or find what holds it"
                " (jcmd {pid} GC.class_histogram).",
                pid=str(pid),
            ),
            culprit=culprits.process(case, use, share),
            evidence=(
                evidence("runtime.gc_share", share, source=source, window_s=seconds, pid=str(pid)),
                evidence(
                    "runtime.gc_cpu_share",
                    collecting,
                    source=source,
                    window_s=seconds,
                    pid=str(pid),
                ),
            ),
            threshold=limits.share,
            confidence=80,
        )

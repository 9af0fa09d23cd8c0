"""One process grows steadily, and would use up the memory before long."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

GROWTH, LEFT = "memory.leak_growth", "memory.time_left"


@declared
class Limits:
    """Limits of memory_leak."""

    time_left_s: float = limit(
        3600,
        Unit.SECONDS,
        "time until memory is used up, if the process goes on like this",
        source="ours: an hour is the time in which somebody can still act",
    )
    high_time_left_s: float = limit(
        900,
        Unit.SECONDS,
        "time until memory is used up, from which on it is urgent",
        source="checks.md: 10 minutes, with room for a look of seconds",
    )
    critical_time_left_s: float = limit(
        120,
        Unit.SECONDS,
        "time until memory is used up, from which on there is hardly any left to act",
        source="ours",
    )
    seconds: float = limit(
        4,
        Unit.SECONDS,
        "window that is needed to tell steady growth from a short rise",
        source="ours: a compiler's or a garbage collector's rise is shorter",
    )


@check(
    resource=Resource.MEMORY,
    aspect=Aspect.UTILIZATION,
    needs=("process.count", "memory.available"),
    limits=Limits,
)
def memory_leak(case: Case, limits: Limits) -> Iterator[Found]:
    """The memory of one process grows steadily, and would be used up before long.

    Why it matters: when it is used up, the kernel kills a process, and the host may swap or stand
    still before that.

    What to do: find what the process keeps (a heap profile, a cache without a bound, a queue that
    is not emptied); limit its control group, so that it alone is stopped; restart it in time.
    """
    for growth in case.of(GROWTH):
        pid = int(growth.label("pid"))
        left = case.one(LEFT, pid=str(pid))
        use = culprits.use_of(case, pid)
        if left is None or use is None or growth.window_s < limits.seconds:
            continue
        if left.number > limits.time_left_s:
            continue
        yield Found(
            severity=_severity(left, limits),
            harm=Harm.WASTE,
            title=text(
                "{name} grows by {rate:bytes_per_s} and uses up the memory in {left:seconds}",
                name=use.now.comm,
                rate=growth.number,
                left=left.number,
            ),
            description=text("Its own memory grew alike in every part of the window."),
            evidence=(growth, left),
            culprit=culprits.process(case, use),
            recommendation=text("Find what it keeps in memory; limit its control group meanwhile."),
            proposals=(proposal("find_leak", pid=pid),),
            confidence=85,
        )


def _severity(left: Evidence, limits: Limits) -> Severity:
    if left.number <= limits.critical_time_left_s:
        return Severity.CRITICAL
    return Severity.HIGH if left.number <= limits.high_time_left_s else Severity.MEDIUM

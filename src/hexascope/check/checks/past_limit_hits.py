"""Control groups that met their memory limit before the look, as their counters remember."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.rows import CgroupUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit, When


@declared
class Limits:
    """Limits of past_limit_hits."""

    peak_share: float = limit(
        0.98,
        Unit.RATIO,
        "share of its limit that a group's peak must have reached",
        source="ours: the kernel counts in pages and in batches of them",
        window="since the group was made",
    )
    now_share: float = limit(
        0.90,
        Unit.RATIO,
        "share of its limit that it may use now for the trouble to be over",
        source="as cgroup_near_limit",
    )


@check(
    resource=Resource.MEMORY,
    aspect=Aspect.SATURATION,
    needs=("past.since", "cgroup.count"),
    limits=Limits,
)
def past_limit_hits(case: Case, limits: Limits) -> Iterator[Found]:
    """A control group has met its memory limit since it was made, and is well below it now.

    Why it matters: at the limit its programs wait for memory or are killed. Afterwards nothing
    shows it but the group's own counters. They don't tell when it was.

    What to do: compare with the restarts and the log of its service; raise the limit if what met it
    was honest work.
    """
    for use in case.rows(CgroupUse):
        now = use.now
        most, peak, hits = now.memory_limit_bytes, now.memory_peak_bytes, now.memory_limit_hits
        if not most or peak is None or not hits or use.limit_hits or now.memory_bytes is None:
            continue
        if peak >= limits.peak_share * most and now.memory_bytes < limits.now_share * most:
            yield _found(use, float(most), float(peak), float(hits))


def _found(use: CgroupUse, most: float, peak: float, hits: float) -> Found:
    group = use.now.path
    return Found(
        severity=Severity.LOW,
        harm=Harm.WAITING,
        when=When.PAST,
        title=text(
            "Control group {group} has met its memory limit of {most:bytes} before",
            group=group,
            most=most,
        ),
        description=text(
            "Since it was made it held {peak:bytes} at most, and met the limit {hits:count}"
            " {hits:time|times}; it did not in the window. When it was it does not tell.",
            peak=peak,
            hits=hits,
        ),
        recommendation=text(
            "Look at the restarts and the log of what runs in {group}; raise its limit if the work"
            " that met it was honest.",
            group=group,
        ),
        culprit=culprits.cgroup(group),
        evidence=(
            evidence("past.memory_peak", peak, source="memory.peak", cgroup=group),
            evidence("past.memory_limit", most, source="memory.max", cgroup=group),
            evidence("past.limit_hits", hits, source="memory.events", cgroup=group),
        ),
        confidence=80,
    )

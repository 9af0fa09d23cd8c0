"""Why series of node_exporter have no value for a family, and which checks they can't decide."""

from collections.abc import Iterable, Iterator, Mapping

from hexascope.collect.contract import Collector
from hexascope.collect.series import prometheus_checks as checks
from hexascope.collect.series import prometheus_names as names
from hexascope.collect.series.prometheus_moments import Moments
from hexascope.domain.snapshot import Missing, Snapshot
from hexascope.domain.use import Status

ASKED_BY_NAME = "target"
"""The call of collectors that look at what the user named: without a name they say nothing."""

WITH_FIELDS: Mapping[str, str] = {
    "memory.direct_reclaim": "node_vmstat_pgscan_direct",
    "memory.refaults": "node_vmstat_workingset_refault_file",
    "memory.compaction_stalls": "node_vmstat_compact_stall",
}
"""Rates of counters that node_exporter exports only if it is told to, with the counter."""

NEVER: Mapping[str, str] = {
    "process.count": "node_exporter tells nothing of single processes",
    "thread.count": "node_exporter tells nothing of single threads",
    "socket.count": "node_exporter tells nothing of single sockets",
    "log.lines": "the kernel log is no series",
    "cgroup.count": "node_exporter does not export control groups",
    "mount.count": (
        "node_exporter tells the space of a filesystem, and neither whether it answers nor how it"
        " should be mounted"
    ),
    "tcp.memory_use": "node_exporter does not export how much memory TCP may hold",
    "neighbour.use": "node_exporter does not export the limit of the neighbour table",
}


def missing(last: Snapshot, moments: Moments, collectors: Iterable[Collector]) -> Iterator[Missing]:
    """Give a reason for each family that our collectors would give and the series don't."""
    working = moments.collectors()
    for one in collectors:
        asked = ASKED_BY_NAME in one.reads
        for family in one.gives:
            if family in last.readings:
                continue
            if asked:
                yield Missing(family, Status.NOT_ASKED, "nobody named a target")
            else:
                yield _why(family, moments, working)
    for family, metric in WITH_FIELDS.items():
        if not moments.holds(metric):
            reason = f"node_exporter exports {metric} only with --collector.vmstat.fields"
            yield Missing(family, Status.NOT_SUPPORTED, reason)
    for family in ("tcp.memory_use", "neighbour.use"):
        yield Missing(family, Status.NOT_SUPPORTED, NEVER[family])


def undecided(asked: Iterable[str], moments: Moments) -> Iterator[Missing]:
    """Name the checks that are not to be asked though they may have what they need."""
    for name in asked:
        needed = checks.SECOND_SERIES.get(name)
        if needed is not None and not moments.holds(needed):
            reason = f"Prometheus has no {needed}, without which nothing tells of it"
            yield Missing(f"check {name}", Status.NOT_PRESENT, reason)
        elif name not in checks.JUDGED:
            reason = checks.UNDECIDED.get(name, checks.UNREVIEWED)
            yield Missing(f"check {name}", Status.NOT_SUPPORTED, reason)


def _why(family: str, moments: Moments, working: Mapping[str, bool]) -> Missing:
    """Say why: not exported at all, switched off there, failed there, or nothing to tell."""
    if family in NEVER:
        return Missing(family, Status.NOT_SUPPORTED, NEVER[family])
    needed = names.exported_by(family)
    if needed is None:
        return Missing(family, Status.NOT_SUPPORTED, f"node_exporter does not export {family}")
    by, metrics = needed
    if by == "meminfo" and family.startswith("swap.") and moments.holds(metrics[0]):
        return Missing(family, Status.NOT_PRESENT, "no swap is set up on this host")
    if by not in working:
        reason = f"Prometheus has no {metrics[0]}: the collector {by} of that node_exporter is off"
        return Missing(family, Status.NOT_PRESENT, reason)
    if not working[by]:
        reason = f"Prometheus has no {metrics[0]}: the collector {by} there found nothing or failed"
        return Missing(family, Status.NOT_PRESENT, reason)
    reason = f"Prometheus has no {metrics[0]}: that host has none, or it is set to be left out"
    return Missing(family, Status.NOT_PRESENT, reason)

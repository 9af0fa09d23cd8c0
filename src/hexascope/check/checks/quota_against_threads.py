"""Quota against threads: a pool is far wider than the CPUs that its quota allows."""

import re
from collections import defaultdict
from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.check.members import members
from hexascope.domain.case import Case
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.rows import CgroupUse, ProcessUse, ThreadUse
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

_NUMBER = re.compile(r"[#\-_:/ ]*\d+$")


@declared
class Limits:
    """Limits of quota_against_threads."""

    times: float = limit(
        2.0,
        Unit.RATIO,
        "active threads of one pool against the CPUs of the quota",
        source="checks.md",
    )
    threads: float = limit(
        4, Unit.COUNT, "active threads from which on it is a pool", source="ours"
    )
    active_share: float = limit(
        0.005,
        Unit.RATIO,
        "share of one CPU from which on a thread is active",
        source="ours: a thread that only looks after a timer stays below it",
    )


@check(resource=Resource.CPU, aspect=Aspect.SATURATION, needs=("thread.count",), limits=Limits)
def quota_against_threads(case: Case, limits: Limits) -> Iterator[Found]:
    """A program runs many more threads than its control group's quota has CPUs for.

    Why it matters: programs size their pools by the CPUs of the host. Within a quota of two CPUs
    thirty threads use up a period's share in a few milliseconds and then stand still together, in
    the middle of a request or of a garbage collection.

    What to do: tell the program how many CPUs it really has (GOMAXPROCS,
    -XX:ActiveProcessorCount, the number of workers in its settings).
    """
    threads: dict[int, list[ThreadUse]] = defaultdict(list)
    for one in case.rows(ThreadUse):
        if one.cpu_share >= limits.active_share:
            threads[one.now.pid].append(one)
    for group in case.rows(CgroupUse):
        quota = group.now.cpu_quota
        if not quota or not threads:
            continue
        for use in members(case, group.now.path):
            pools: dict[str, int] = defaultdict(int)
            for one in threads.get(use.pid, ()):
                pools[_NUMBER.sub("", one.now.comm)] += 1
            pool, number = max(pools.items(), key=lambda one: one[1], default=("", 0))
            most = max(limits.threads, limits.times * quota)
            if number >= most:
                yield _found(case, group, use, (pool, float(number)), most)


def _found(
    case: Case, group: CgroupUse, use: ProcessUse, of_pool: tuple[str, float], most: float
) -> Found:
    pool, number = of_pool
    quota = float(group.now.cpu_quota or 0.0)
    throttled = float(group.throttled_periods or 0)
    told = [
        evidence(
            "throttle.pool_threads",
            number,
            source=f"/proc/{use.pid}/task/TID/stat",
            window_s=use.seconds,
            pid=str(use.pid),
            pool=pool,
        ),
        evidence("cgroup.quota", quota, source="cpu.max", cgroup=group.now.path),
    ]
    return Found(
        severity=Severity.LOW,
        harm=Harm.WASTE if throttled else Harm.NONE,
        standing=not throttled,
        title=text(
            "{name} works with {number:count} threads on a quota of {quota:number} "
            "{quota:CPU|CPUs}",
            name=use.now.comm,
            number=number,
            quota=quota,
        ),
        description=text(
            "The threads of its pool '{pool}' all used the CPU within the window, and the quota of"
            " control group {group} lets only {quota:number} of them run on average.",
            pool=pool,
            group=group.now.path,
            quota=quota,
        ),
        recommendation=text(
            "Tell {name} how many CPUs it has: as many workers as the quota has CPUs, rounded up.",
            name=use.now.comm,
        ),
        culprit=culprits.process(case, use),
        evidence=tuple(told),
        threshold=most,
        confidence=75,
    )

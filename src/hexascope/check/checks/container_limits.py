"""Container limits: what the container may use beside what the host has."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import NoLimits, check
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.finding import Found
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity


@check(resource=Resource.CPU, aspect=Aspect.CAPACITY, needs=("cgroup.own",), limits=NoLimits)
def container_limits(case: Case, _limits: NoLimits) -> Iterator[Found]:
    """The examiner's own control group may use less than the host has.

    Why it matters: in a container most figures are those of the whole host. A program that sizes
    itself by them, its threads or its heap, meets the container's limit long before.

    What to do: judge the programs in here by these limits, and tell them (GOMAXPROCS, -Xmx,
    --max-old-space-size) where they don't find out by themselves.
    """
    group = case.one("cgroup.own")
    quota, memory = case.one("cgroup.own_quota"), case.one("cgroup.own_memory_limit")
    told = [
        one
        for one, whole in ((quota, case.host.cpus), (memory, case.host.memory_bytes))
        if one is not None and 0 < one.number < whole
    ]
    if group is None or not told:
        return
    yield Found(
        severity=Severity.LOW,
        harm=Harm.NONE,
        standing=True,
        title=_title(
            quota.number if quota in told and quota is not None else None,
            memory.number if memory in told and memory is not None else None,
        ),
        description=text(
            "It is in control group {group}; the figures of /proc are those of the whole host.",
            group=str(group.value),
        ),
        recommendation=text("Size the programs in here by these limits, not by the host."),
        culprit=culprits.named(EntityKind.CGROUP, str(group.value), path=str(group.value)),
        evidence=(*told, group),
        confidence=95,
    )


def _title(quota: float | None, memory: float | None) -> Text:
    if quota is not None and memory is not None:
        return text(
            "This place may use {cpus:number} {cpus:CPU|CPUs} and {memory:bytes} of memory, less "
            "than the host has",
            cpus=quota,
            memory=memory,
        )
    if quota is not None:
        return text(
            "This place may use {cpus:number} {cpus:CPU|CPUs}, less than the host has", cpus=quota
        )
    return text(
        "This place may use {memory:bytes} of memory, less than the host has", memory=memory or 0.0
    )

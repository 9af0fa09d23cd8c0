"""Families of evidence on control groups."""

from hexascope.domain.evidence import Family, Kind
from hexascope.domain.use import Aspect, Resource, Unit


def _of_group(
    name: str,
    unit: Unit,
    meaning: str,
    resource: Resource,
    aspect: Aspect | None = None,
    *,
    bytes_: bool = False,
) -> Family:
    return Family(
        name=name,
        unit=unit,
        meaning=meaning,
        labels=("cgroup",),
        resource=resource,
        aspect=aspect,
        made_from=("cgroup.count",),
        bytes_=bytes_,
    )


_CPU = (
    _of_group(
        "cgroup.quota",
        Unit.COUNT,
        "CPUs that a control group may use: its quota over its period.",
        Resource.CPU,
        Aspect.CAPACITY,
    ),
    _of_group(
        "cgroup.cpu_share",
        Unit.RATIO,
        "CPU time of a control group in the window as a share of one CPU.",
        Resource.CPU,
        Aspect.UTILIZATION,
    ),
    _of_group(
        "cgroup.quota_share",
        Unit.RATIO,
        "CPU time of a control group in the window as a share of its quota.",
        Resource.CPU,
        Aspect.UTILIZATION,
    ),
    _of_group(
        "cgroup.periods",
        Unit.COUNT,
        "Periods of the window in which a control group with a quota had work.",
        Resource.CPU,
    ),
    _of_group(
        "cgroup.throttled_periods",
        Unit.COUNT,
        "Periods of the window in which a control group used up its quota and was stopped.",
        Resource.CPU,
        Aspect.SATURATION,
    ),
    _of_group(
        "cgroup.throttled_share",
        Unit.RATIO,
        "Share of the window in which the CPUs of a control group stood still for its quota.",
        Resource.CPU,
        Aspect.SATURATION,
    ),
    _of_group(
        "cgroup.weight",
        Unit.RATIO,
        "CPU weight of a control group; 1 is the default.",
        Resource.CPU,
    ),
    _of_group(
        "cgroup.cpu_waiting_share",
        Unit.RATIO,
        "Share of the window in which a task of a control group waited for a CPU.",
        Resource.CPU,
        Aspect.SATURATION,
    ),
)

_MEMORY = (
    _of_group(
        "cgroup.memory",
        Unit.BYTES,
        "Memory of a control group without the file pages that can be dropped.",
        Resource.MEMORY,
        Aspect.UTILIZATION,
    ),
    _of_group(
        "cgroup.memory_limit",
        Unit.BYTES,
        "Memory that a control group may use.",
        Resource.MEMORY,
        Aspect.CAPACITY,
    ),
    _of_group(
        "cgroup.memory_share",
        Unit.RATIO,
        "Memory of a control group, without what can be dropped, as a share of its limit.",
        Resource.MEMORY,
        Aspect.UTILIZATION,
    ),
    _of_group(
        "cgroup.memory_growth",
        Unit.PER_SECOND,
        "By how many bytes a second the memory of a control group grew.",
        Resource.MEMORY,
        Aspect.UTILIZATION,
        bytes_=True,
    ),
    _of_group(
        "cgroup.swap",
        Unit.BYTES,
        "Memory of a control group that was swapped out.",
        Resource.SWAP,
        Aspect.SATURATION,
    ),
    _of_group(
        "cgroup.limit_hits",
        Unit.COUNT,
        "How often in the window a control group asked for memory beyond its limit.",
        Resource.MEMORY,
        Aspect.SATURATION,
    ),
    _of_group(
        "cgroup.oom_kills",
        Unit.COUNT,
        "Processes of a control group that were killed in the window for want of memory.",
        Resource.MEMORY,
        Aspect.ERRORS,
    ),
    _of_group(
        "cgroup.oom_kills_before",
        Unit.COUNT,
        "Processes of a control group that were killed before the window for want of memory.",
        Resource.MEMORY,
        Aspect.ERRORS,
    ),
    _of_group(
        "cgroup.memory_waiting_share",
        Unit.RATIO,
        "Share of the window in which all tasks of a control group waited for memory.",
        Resource.MEMORY,
        Aspect.SATURATION,
    ),
)

_REST = (
    _of_group(
        "cgroup.pids",
        Unit.COUNT,
        "Tasks of a control group, threads included.",
        Resource.TASKS,
        Aspect.UTILIZATION,
    ),
    _of_group(
        "cgroup.pids_limit",
        Unit.COUNT,
        "Tasks that a control group may have.",
        Resource.TASKS,
        Aspect.CAPACITY,
    ),
    _of_group(
        "cgroup.pids_share",
        Unit.RATIO,
        "Tasks of a control group as a share of its limit.",
        Resource.TASKS,
        Aspect.UTILIZATION,
    ),
    _of_group(
        "cgroup.pids_limit_hits",
        Unit.COUNT,
        "How often in the window a control group was refused a new task by its limit.",
        Resource.TASKS,
        Aspect.ERRORS,
    ),
    _of_group(
        "cgroup.read_bytes",
        Unit.PER_SECOND,
        "Bytes a second that a control group read from disks.",
        Resource.DISK,
        Aspect.UTILIZATION,
        bytes_=True,
    ),
    _of_group(
        "cgroup.write_bytes",
        Unit.PER_SECOND,
        "Bytes a second that a control group wrote to disks.",
        Resource.DISK,
        Aspect.UTILIZATION,
        bytes_=True,
    ),
    _of_group(
        "cgroup.io_waiting_share",
        Unit.RATIO,
        "Share of the window in which all tasks of a control group waited for I/O.",
        Resource.DISK,
        Aspect.SATURATION,
    ),
    Family(
        name="cgroup.io_limit",
        unit=Unit.PER_SECOND,
        meaning="A limit on the I/O of a control group to one device: bytes or operations a second"
        " (rbps, wbps, riops, wiops).",
        labels=("cgroup", "device", "kind"),
        resource=Resource.DISK,
        aspect=Aspect.CAPACITY,
        made_from=("cgroup.count",),
    ),
)

_WHOLE = (
    Family(
        name="cgroup.count",
        unit=Unit.COUNT,
        meaning="Control groups that were read.",
        kind=Kind.GAUGE,
    ),
    Family(
        name="cgroup.count_total",
        unit=Unit.COUNT,
        meaning="Control groups there are, also those that were not read.",
        kind=Kind.GAUGE,
    ),
    Family(
        name="cgroup.own",
        unit=Unit.TEXT,
        meaning="The control group of the examiner.",
        kind=Kind.FACT,
    ),
    Family(
        name="cgroup.own_quota",
        unit=Unit.COUNT,
        meaning="CPUs that the examiner's control group may use: the smallest quota above it.",
        kind=Kind.FACT,
        resource=Resource.CPU,
        aspect=Aspect.CAPACITY,
    ),
    Family(
        name="cgroup.own_memory_limit",
        unit=Unit.BYTES,
        meaning="Memory that the examiner's control group may use: the smallest limit above it.",
        kind=Kind.FACT,
        resource=Resource.MEMORY,
        aspect=Aspect.CAPACITY,
    ),
    Family(
        name="cgroup.own_pids_limit",
        unit=Unit.COUNT,
        meaning="Tasks that the examiner's control group may have: the smallest limit above it.",
        kind=Kind.FACT,
        resource=Resource.TASKS,
        aspect=Aspect.CAPACITY,
    ),
)

FAMILIES: tuple[Family, ...] = (*_WHOLE, *_CPU, *_MEMORY, *_REST)

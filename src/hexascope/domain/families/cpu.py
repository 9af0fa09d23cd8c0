"""Families of evidence on CPUs and scheduling."""

from hexascope.domain.evidence import Family, Kind
from hexascope.domain.use import Aspect, Resource, Unit


def of_cpu(
    name: str,
    unit: Unit,
    meaning: str,
    aspect: Aspect | None = None,
    *,
    labels: tuple[str, ...] = (),
    kind: Kind = Kind.DERIVED,
    resource: Resource = Resource.CPU,
    made_from: tuple[str, ...] = (),
) -> Family:
    """Declare one family on CPUs."""
    return Family(
        name=name,
        unit=unit,
        meaning=meaning,
        labels=labels,
        kind=kind,
        resource=resource,
        aspect=aspect,
        made_from=made_from,
    )


_PRESSURE: tuple[Family, ...] = (
    Family(
        name="pressure.some_time",
        unit=Unit.SECONDS,
        meaning="Time since boot in which at least one task waited for the resource.",
        labels=("resource",),
        kind=Kind.COUNTER,
        aspect=Aspect.SATURATION,
    ),
    Family(
        name="pressure.full_time",
        unit=Unit.SECONDS,
        meaning="Time since boot in which all non-idle tasks waited for the resource at once.",
        labels=("resource",),
        kind=Kind.COUNTER,
        aspect=Aspect.SATURATION,
    ),
    Family(
        name="pressure.some_share",
        unit=Unit.RATIO,
        meaning="Share of the window in which at least one task waited for the resource.",
        labels=("resource",),
        aspect=Aspect.SATURATION,
        made_from=("pressure.some_time",),
    ),
    Family(
        name="pressure.full_share",
        unit=Unit.RATIO,
        meaning="Share of the window in which all non-idle tasks waited for the resource at once.",
        labels=("resource",),
        aspect=Aspect.SATURATION,
        made_from=("pressure.full_time",),
    ),
)

_STAT: tuple[Family, ...] = (
    of_cpu(
        "cpu.time",
        Unit.SECONDS,
        "Time since boot that a CPU (or all of them) spent in one mode.",
        Aspect.UTILIZATION,
        labels=("cpu", "mode"),
        kind=Kind.COUNTER,
    ),
    of_cpu(
        "cpu.busy_time",
        Unit.SECONDS,
        "Time since boot in which a CPU (or all of them) was neither idle nor waiting for I/O.",
        Aspect.UTILIZATION,
        labels=("cpu",),
        kind=Kind.COUNTER,
    ),
    of_cpu("cpu.count", Unit.COUNT, "CPUs that are online.", Aspect.CAPACITY, kind=Kind.FACT),
    of_cpu(
        "cpu.runnable",
        Unit.COUNT,
        "Tasks that run or are ready to run, the examiner itself included.",
        Aspect.SATURATION,
        kind=Kind.GAUGE,
    ),
    of_cpu(
        "cpu.blocked",
        Unit.COUNT,
        "Tasks that wait for a block device.",
        Aspect.SATURATION,
        kind=Kind.GAUGE,
        resource=Resource.DISK,
    ),
    of_cpu(
        "cpu.context_switches",
        Unit.COUNT,
        "Context switches since boot.",
        kind=Kind.COUNTER,
    ),
    of_cpu("cpu.forks", Unit.COUNT, "Processes and threads started since boot.", kind=Kind.COUNTER),
    of_cpu("cpu.interrupts", Unit.COUNT, "Interrupts since boot.", kind=Kind.COUNTER),
    of_cpu(
        "cpu.booted_at",
        Unit.SECONDS,
        "When the kernel says that it booted, in seconds since 1970.",
        kind=Kind.FACT,
        resource=Resource.TIME,
    ),
)

_USE: tuple[Family, ...] = (
    of_cpu(
        "cpu.utilization",
        Unit.RATIO,
        "Share of the window in which a CPU (or all of them, on average) did work.",
        Aspect.UTILIZATION,
        labels=("cpu",),
        made_from=("cpu.time",),
    ),
    of_cpu(
        "cpu.mode_share",
        Unit.RATIO,
        "Share of the window that a CPU (or all of them, on average) spent in one mode.",
        Aspect.UTILIZATION,
        labels=("cpu", "mode"),
        made_from=("cpu.time",),
    ),
    of_cpu(
        "cpu.softirq_share",
        Unit.RATIO,
        "Share of the window that a CPU spent on soft interrupts, mostly network packets.",
        Aspect.UTILIZATION,
        labels=("cpu",),
        made_from=("cpu.time",),
    ),
    of_cpu(
        "cpu.over_share",
        Unit.RATIO,
        "Share of the looks that found more tasks ready to run than CPUs (without the examiner).",
        Aspect.SATURATION,
        made_from=("cpu.runnable",),
    ),
    of_cpu(
        "cpu.peak",
        Unit.RATIO,
        "The highest CPU utilization between two neighbouring light looks.",
        Aspect.UTILIZATION,
        made_from=("cpu.busy_time",),
    ),
    of_cpu(
        "cpu.peak_share",
        Unit.RATIO,
        "Share of the window in which, by the light looks, nearly all CPUs were busy at once.",
        Aspect.UTILIZATION,
        made_from=("cpu.busy_time",),
    ),
    of_cpu(
        "cpu.switch_rate",
        Unit.PER_SECOND,
        "Context switches a second on the whole host.",
        made_from=("cpu.context_switches",),
    ),
    of_cpu(
        "cpu.switch_rate_per_cpu",
        Unit.PER_SECOND,
        "Context switches a second for each CPU of the host, on average.",
        made_from=("cpu.context_switches",),
    ),
    of_cpu(
        "cpu.fork_rate",
        Unit.PER_SECOND,
        "Processes and threads started a second.",
        made_from=("cpu.forks",),
    ),
)

_LOAD: tuple[Family, ...] = (
    of_cpu(
        "load.average",
        Unit.COUNT,
        "Tasks that ran, were ready to run or waited uninterruptibly, as a damped mean.",
        Aspect.SATURATION,
        labels=("minutes",),
        kind=Kind.GAUGE,
    ),
    of_cpu(
        "load.tasks",
        Unit.COUNT,
        "Tasks (threads) there are.",
        kind=Kind.GAUGE,
        resource=Resource.TASKS,
    ),
    of_cpu(
        "load.running",
        Unit.COUNT,
        "Tasks ready to run, on average over the looks, without the examiner.",
        Aspect.SATURATION,
        made_from=("cpu.runnable",),
    ),
    of_cpu(
        "load.blocked",
        Unit.COUNT,
        "Tasks that waited for a block device, on average over the looks at both ends.",
        Aspect.SATURATION,
        made_from=("cpu.blocked",),
    ),
)

_SCHEDULER: tuple[Family, ...] = (
    of_cpu(
        "scheduler.run_delay_time",
        Unit.SECONDS,
        "Time since boot that tasks stood in the run queue of a CPU, ready and waiting.",
        Aspect.SATURATION,
        labels=("cpu",),
        kind=Kind.COUNTER,
    ),
    of_cpu(
        "scheduler.run_delay",
        Unit.RATIO,
        "Tasks that on average stood in the run queue of a CPU, ready and waiting.",
        Aspect.SATURATION,
        labels=("cpu",),
        made_from=("scheduler.run_delay_time",),
    ),
)

FAMILIES: tuple[Family, ...] = (
    *_PRESSURE,
    *_STAT,
    *_USE,
    *_LOAD,
    *_SCHEDULER,
)

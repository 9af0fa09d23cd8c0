"""Families of evidence on CPUs and scheduling."""

from hexascope.domain.evidence import Family, Kind
from hexascope.domain.use import Aspect, Resource, Unit


def _family(
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
    _family(
        "cpu.time",
        Unit.SECONDS,
        "Time since boot that a CPU (or all of them) spent in one mode.",
        Aspect.UTILIZATION,
        labels=("cpu", "mode"),
        kind=Kind.COUNTER,
    ),
    _family(
        "cpu.busy_time",
        Unit.SECONDS,
        "Time since boot in which a CPU (or all of them) was neither idle nor waiting for I/O.",
        Aspect.UTILIZATION,
        labels=("cpu",),
        kind=Kind.COUNTER,
    ),
    _family("cpu.count", Unit.COUNT, "CPUs that are online.", Aspect.CAPACITY, kind=Kind.FACT),
    _family(
        "cpu.runnable",
        Unit.COUNT,
        "Tasks that run or are ready to run, the examiner itself included.",
        Aspect.SATURATION,
        kind=Kind.GAUGE,
    ),
    _family(
        "cpu.blocked",
        Unit.COUNT,
        "Tasks that wait for a block device.",
        Aspect.SATURATION,
        kind=Kind.GAUGE,
        resource=Resource.DISK,
    ),
    _family(
        "cpu.context_switches",
        Unit.COUNT,
        "Context switches since boot.",
        kind=Kind.COUNTER,
    ),
    _family(
        "cpu.forks", Unit.COUNT, "Processes and threads started since boot.", kind=Kind.COUNTER
    ),
    _family("cpu.interrupts", Unit.COUNT, "Interrupts since boot.", kind=Kind.COUNTER),
    _family(
        "cpu.booted_at",
        Unit.SECONDS,
        "When the kernel says that it booted, in seconds since 1970.",
        kind=Kind.FACT,
        resource=Resource.TIME,
    ),
)

_USE: tuple[Family, ...] = (
    _family(
        "cpu.utilization",
        Unit.RATIO,
        "Share of the window in which a CPU (or all of them, on average) did work.",
        Aspect.UTILIZATION,
        labels=("cpu",),
        made_from=("cpu.time",),
    ),
    _family(
        "cpu.mode_share",
        Unit.RATIO,
        "Share of the window that a CPU (or all of them, on average) spent in one mode.",
        Aspect.UTILIZATION,
        labels=("cpu", "mode"),
        made_from=("cpu.time",),
    ),
    _family(
        "cpu.softirq_share",
        Unit.RATIO,
        "Share of the window that a CPU spent on soft interrupts, mostly network packets.",
        Aspect.UTILIZATION,
        labels=("cpu",),
        made_from=("cpu.time",),
    ),
    _family(
        "cpu.over_share",
        Unit.RATIO,
        "Share of the looks that found more tasks ready to run than CPUs (without the examiner).",
        Aspect.SATURATION,
        made_from=("cpu.runnable",),
    ),
    _family(
        "cpu.peak",
        Unit.RATIO,
        "The highest CPU utilization between two neighbouring light looks.",
        Aspect.UTILIZATION,
        made_from=("cpu.busy_time",),
    ),
    _family(
        "cpu.peak_share",
        Unit.RATIO,
        "Share of the window in which, by the light looks, nearly all CPUs were busy at once.",
        Aspect.UTILIZATION,
        made_from=("cpu.busy_time",),
    ),
    _family(
        "cpu.switch_rate",
        Unit.PER_SECOND,
        "Context switches a second on the whole host.",
        made_from=("cpu.context_switches",),
    ),
    _family(
        "cpu.switch_rate_per_cpu",
        Unit.PER_SECOND,
        "Context switches a second for each CPU of the host, on average.",
        made_from=("cpu.context_switches",),
    ),
    _family(
        "cpu.fork_rate",
        Unit.PER_SECOND,
        "Processes and threads started a second.",
        made_from=("cpu.forks",),
    ),
)

_LOAD: tuple[Family, ...] = (
    _family(
        "load.average",
        Unit.COUNT,
        "Tasks that ran, were ready to run or waited uninterruptibly, as a damped mean.",
        Aspect.SATURATION,
        labels=("minutes",),
        kind=Kind.GAUGE,
    ),
    _family(
        "load.tasks",
        Unit.COUNT,
        "Tasks (threads) there are.",
        kind=Kind.GAUGE,
        resource=Resource.TASKS,
    ),
    _family(
        "load.running",
        Unit.COUNT,
        "Tasks ready to run, on average over the looks, without the examiner.",
        Aspect.SATURATION,
        made_from=("cpu.runnable",),
    ),
    _family(
        "load.blocked",
        Unit.COUNT,
        "Tasks that waited for a block device, on average over the looks at both ends.",
        Aspect.SATURATION,
        made_from=("cpu.blocked",),
    ),
)

_SCHEDULER: tuple[Family, ...] = (
    _family(
        "scheduler.run_delay_time",
        Unit.SECONDS,
        "Time since boot that tasks stood in the run queue of a CPU, ready and waiting.",
        Aspect.SATURATION,
        labels=("cpu",),
        kind=Kind.COUNTER,
    ),
    _family(
        "scheduler.run_delay",
        Unit.RATIO,
        "Tasks that on average stood in the run queue of a CPU, ready and waiting.",
        Aspect.SATURATION,
        labels=("cpu",),
        made_from=("scheduler.run_delay_time",),
    ),
)

_INTERRUPTS: tuple[Family, ...] = (
    _family(
        "interrupts.count",
        Unit.COUNT,
        "Interrupts of one line since boot, on all CPUs.",
        labels=("line", "name"),
        kind=Kind.COUNTER,
    ),
    _family(
        "interrupts.device_count",
        Unit.COUNT,
        "Interrupts of devices since boot that one CPU took.",
        labels=("cpu",),
        kind=Kind.COUNTER,
    ),
    _family(
        "interrupts.rate",
        Unit.PER_SECOND,
        "Interrupts of devices a second that one CPU (or all of them) took.",
        labels=("cpu",),
        made_from=("interrupts.device_count",),
    ),
    _family(
        "interrupts.share",
        Unit.RATIO,
        "Share of all interrupts of devices that the busiest CPU took.",
        Aspect.SATURATION,
        labels=("cpu",),
        made_from=("interrupts.device_count",),
    ),
    _family(
        "interrupts.line_rate",
        Unit.PER_SECOND,
        "Interrupts of one line a second.",
        labels=("line", "name"),
        made_from=("interrupts.count",),
    ),
    _family(
        "softirq.count",
        Unit.COUNT,
        "Soft interrupts of one kind since boot on one CPU (or all of them).",
        labels=("cpu", "kind"),
        kind=Kind.COUNTER,
    ),
    _family(
        "softirq.rate",
        Unit.PER_SECOND,
        "Soft interrupts of one kind a second, on all CPUs.",
        labels=("kind",),
        made_from=("softirq.count",),
    ),
)

_SOFTNET: tuple[Family, ...] = tuple(
    _family(
        name,
        unit,
        meaning,
        aspect,
        labels=("cpu",),
        kind=Kind.COUNTER if unit is Unit.COUNT else Kind.DERIVED,
        resource=Resource.NETWORK,
        made_from=() if unit is Unit.COUNT else (f"{source}",),
    )
    for name, unit, meaning, aspect, source in (
        (
            "softnet.packet_count",
            Unit.COUNT,
            "Packets since boot that the network code of one CPU took from a queue.",
            Aspect.UTILIZATION,
            "",
        ),
        (
            "softnet.drop_count",
            Unit.COUNT,
            "Packets since boot that one CPU threw away for want of room in its backlog.",
            Aspect.ERRORS,
            "",
        ),
        (
            "softnet.squeeze_count",
            Unit.COUNT,
            "How often since boot the network code of one CPU used up its budget with work left.",
            Aspect.SATURATION,
            "",
        ),
        (
            "softnet.packets",
            Unit.PER_SECOND,
            "Packets a second that the network code of one CPU (or all of them) handled.",
            Aspect.UTILIZATION,
            "softnet.packet_count",
        ),
        (
            "softnet.drops",
            Unit.PER_SECOND,
            "Packets a second that one CPU (or all of them) threw away for want of backlog.",
            Aspect.ERRORS,
            "softnet.drop_count",
        ),
        (
            "softnet.squeezed",
            Unit.PER_SECOND,
            "How often a second the network code of one CPU (or all) ended with work left.",
            Aspect.SATURATION,
            "softnet.squeeze_count",
        ),
    )
)

_CITED: tuple[Family, ...] = (
    _family(
        "onset.at",
        Unit.SECONDS,
        "When a signal first rose clearly above its own start, in seconds of the window.",
        labels=("signal",),
        made_from=("cpu.busy_time",),
    ),
    _family(
        "group.cpu_share",
        Unit.RATIO,
        "CPU time of processes of one program, parent and control group, as a share of one CPU.",
        Aspect.UTILIZATION,
        labels=("pid",),
        made_from=("process.count",),
    ),
    _family(
        "group.wanted_cpus",
        Unit.COUNT,
        "CPUs that a group of processes would use if it never had to wait: use and run delay.",
        Aspect.SATURATION,
        labels=("pid",),
        made_from=("process.count",),
    ),
    _family(
        "group.allowed_cpus",
        Unit.COUNT,
        "CPUs on which a group of processes is allowed to run.",
        Aspect.CAPACITY,
        labels=("pid",),
        made_from=("process.count",),
    ),
    _family(
        "group.switches",
        Unit.PER_SECOND,
        "How often a second the processes of a group gave their CPU away to wait.",
        Aspect.SATURATION,
        labels=("pid",),
        made_from=("process.count",),
    ),
    _family(
        "group.run_delay",
        Unit.RATIO,
        "The longest share of the window that a process of a group stood ready and waited.",
        Aspect.LATENCY,
        labels=("pid",),
        made_from=("process.count",),
    ),
    _family(
        "group.weight",
        Unit.RATIO,
        "CPU weight of a control group; 1 is the default.",
        Aspect.CAPACITY,
        labels=("cgroup",),
        made_from=("cgroup.count",),
    ),
    _family(
        "group.cgroup_cpu_share",
        Unit.COUNT,
        "CPUs that the processes of a control group used on average.",
        Aspect.UTILIZATION,
        labels=("cgroup",),
        made_from=("process.count",),
    ),
    _family(
        "group.calls",
        Unit.PER_SECOND,
        "Read and write system calls a second of all processes together.",
        made_from=("process.count",),
    ),
    _family(
        "group.packets",
        Unit.PER_SECOND,
        "Packets a second that an interface sent and received.",
        Aspect.UTILIZATION,
        labels=("interface",),
        resource=Resource.NETWORK,
        made_from=("interface.count",),
    ),
    _family(
        "kernel.trouble",
        Unit.TEXT,
        "The kernel's own words on a lock-up, a stall, a hung task or a hardware error.",
        Aspect.ERRORS,
        labels=("kind",),
        resource=Resource.KERNEL,
        made_from=("log.lines",),
    ),
    _family(
        "kernel.trouble_count",
        Unit.COUNT,
        "Lines of the kernel log on one kind of trouble.",
        Aspect.ERRORS,
        labels=("kind",),
        resource=Resource.KERNEL,
        made_from=("log.lines",),
    ),
)

FAMILIES: tuple[Family, ...] = (
    *_PRESSURE,
    *_STAT,
    *_USE,
    *_LOAD,
    *_SCHEDULER,
    *_INTERRUPTS,
    *_SOFTNET,
    *_CITED,
)

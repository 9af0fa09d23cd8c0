"""Families of evidence on interrupts, and on what checks of the CPU say of groups of processes."""

from hexascope.domain.evidence import Family, Kind
from hexascope.domain.families.cpu import of_cpu
from hexascope.domain.use import Aspect, Resource, Unit

_INTERRUPTS: tuple[Family, ...] = (
    of_cpu(
        "interrupts.count",
        Unit.COUNT,
        "Interrupts of one line since boot, on all CPUs.",
        labels=("line", "name"),
        kind=Kind.COUNTER,
    ),
    of_cpu(
        "interrupts.device_count",
        Unit.COUNT,
        "Interrupts of devices since boot that one CPU took.",
        labels=("cpu",),
        kind=Kind.COUNTER,
    ),
    of_cpu(
        "interrupts.rate",
        Unit.PER_SECOND,
        "Interrupts of devices a second that one CPU (or all of them) took.",
        labels=("cpu",),
        made_from=("interrupts.device_count",),
    ),
    of_cpu(
        "interrupts.share",
        Unit.RATIO,
        "Share of all interrupts of devices that the busiest CPU took.",
        Aspect.SATURATION,
        labels=("cpu",),
        made_from=("interrupts.device_count",),
    ),
    of_cpu(
        "interrupts.line_rate",
        Unit.PER_SECOND,
        "Interrupts of one line a second.",
        labels=("line", "name"),
        made_from=("interrupts.count",),
    ),
    of_cpu(
        "softirq.count",
        Unit.COUNT,
        "Soft interrupts of one kind since boot on one CPU (or all of them).",
        labels=("cpu", "kind"),
        kind=Kind.COUNTER,
    ),
    of_cpu(
        "softirq.rate",
        Unit.PER_SECOND,
        "Soft interrupts of one kind a second, on all CPUs.",
        labels=("kind",),
        made_from=("softirq.count",),
    ),
)

_SOFTNET: tuple[Family, ...] = tuple(
    of_cpu(
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
    of_cpu(
        "onset.at",
        Unit.SECONDS,
        "When a signal first rose clearly above its own start, in seconds of the window.",
        labels=("signal",),
        made_from=("cpu.busy_time",),
    ),
    of_cpu(
        "group.cpu_share",
        Unit.RATIO,
        "CPU time of processes of one program, parent and control group, as a share of one CPU.",
        Aspect.UTILIZATION,
        labels=("pid",),
        made_from=("process.count",),
    ),
    of_cpu(
        "group.wanted_cpus",
        Unit.COUNT,
        "CPUs that a group of processes would use if it never had to wait: use and run delay.",
        Aspect.SATURATION,
        labels=("pid",),
        made_from=("process.count",),
    ),
    of_cpu(
        "group.allowed_cpus",
        Unit.COUNT,
        "CPUs on which a group of processes is allowed to run.",
        Aspect.CAPACITY,
        labels=("pid",),
        made_from=("process.count",),
    ),
    of_cpu(
        "group.switches",
        Unit.PER_SECOND,
        "How often a second the processes of a group gave their CPU away to wait.",
        Aspect.SATURATION,
        labels=("pid",),
        made_from=("process.count",),
    ),
    of_cpu(
        "group.run_delay",
        Unit.RATIO,
        "The longest share of the window that a process of a group stood ready and waited.",
        Aspect.LATENCY,
        labels=("pid",),
        made_from=("process.count",),
    ),
    of_cpu(
        "group.weight",
        Unit.RATIO,
        "CPU weight of a control group; 1 is the default.",
        Aspect.CAPACITY,
        labels=("cgroup",),
        made_from=("cgroup.count",),
    ),
    of_cpu(
        "group.cgroup_cpu_share",
        Unit.COUNT,
        "CPUs that the processes of a control group used on average.",
        Aspect.UTILIZATION,
        labels=("cgroup",),
        made_from=("process.count",),
    ),
    of_cpu(
        "group.calls",
        Unit.PER_SECOND,
        "Read and write system calls a second of all processes together.",
        made_from=("process.count",),
    ),
    of_cpu(
        "group.packets",
        Unit.PER_SECOND,
        "Packets a second that an interface sent and received.",
        Aspect.UTILIZATION,
        labels=("interface",),
        resource=Resource.NETWORK,
        made_from=("interface.count",),
    ),
    of_cpu(
        "kernel.trouble",
        Unit.TEXT,
        "The kernel's own words on a lock-up, a stall, a hung task or a hardware error.",
        Aspect.ERRORS,
        labels=("kind",),
        resource=Resource.KERNEL,
        made_from=("log.lines",),
    ),
    of_cpu(
        "kernel.trouble_count",
        Unit.COUNT,
        "Lines of the kernel log on one kind of trouble.",
        Aspect.ERRORS,
        labels=("kind",),
        resource=Resource.KERNEL,
        made_from=("log.lines",),
    ),
)

FAMILIES: tuple[Family, ...] = (*_INTERRUPTS, *_SOFTNET, *_CITED)

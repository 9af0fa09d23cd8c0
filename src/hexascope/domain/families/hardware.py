"""Families of evidence on sensors, GPUs, clocks and virtualisation."""

from hexascope.domain.evidence import Family, Kind
from hexascope.domain.use import Aspect, Resource, Unit

_U, _S, _E, _C = Aspect.UTILIZATION, Aspect.SATURATION, Aspect.ERRORS, Aspect.CAPACITY


def _row(
    name: str,
    unit: Unit,
    meaning: str,
    aspect: Aspect | None = None,
    *labels: str,
    kind: Kind = Kind.GAUGE,
    resource: Resource | None = Resource.POWER,
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


def _fact(name: str, meaning: str, unit: Unit = Unit.TEXT, *labels: str) -> Family:
    return _row(name, unit, meaning, None, *labels, kind=Kind.FACT, resource=None)


_HOST: tuple[Family, ...] = (
    _row(
        "host.since_boot",
        Unit.SECONDS,
        "Time since boot, sleep included: the clock of process starts and of the kernel log.",
        resource=Resource.TIME,
    ),
    _fact("host.kernel", "Release of the kernel."),
    _fact("host.distribution", "Name and version of the operating system."),
    _fact("host.architecture", "Instruction set of the machine."),
    _fact("host.virtualization", "What the machine is virtualised by; missing on metal."),
    _fact("host.container", "What kind of container the examiner runs in; missing outside."),
    _fact("host.cloud", "Cloud provider, as the firmware names it."),
    _fact("host.instance_type", "Type of the cloud instance, as the firmware names it."),
    _fact("host.cpu_model", "Model name of the first CPU."),
    _fact("host.product", "Maker and model of the machine, as the firmware names it."),
    _fact("host.command_line", "Words of the kernel's command line that change mitigations."),
)

_POWER: tuple[Family, ...] = (
    _row(
        "frequency.current",
        Unit.PER_SECOND,
        "Clock frequency of a CPU in hertz.",
        _U,
        "cpu",
    ),
    _row(
        "frequency.most",
        Unit.PER_SECOND,
        "Highest clock frequency that a CPU's hardware offers, in hertz.",
        _C,
        "cpu",
    ),
    _row(
        "frequency.allowed",
        Unit.PER_SECOND,
        "Highest clock frequency that the settings allow a CPU, in hertz.",
        _C,
        "cpu",
    ),
    _fact("frequency.governor", "What decides on a CPU's clock frequency.", Unit.TEXT, "cpu"),
    _row(
        "frequency.share",
        Unit.RATIO,
        "Clock frequency of a busy CPU against the highest that its hardware offers.",
        _C,
        "cpu",
        kind=Kind.DERIVED,
        made_from=("frequency.current", "frequency.most"),
    ),
    _row(
        "thermal.temperature",
        Unit.COUNT,
        "Temperature of a thermal zone or sensor in degrees Celsius.",
        _U,
        "zone",
    ),
    _row(
        "thermal.trip",
        Unit.COUNT,
        "Temperature in degrees Celsius at which a zone's hot or critical trip point lies.",
        _C,
        "kind",
        "zone",
    ),
    _row(
        "thermal.throttles",
        Unit.COUNT,
        "How often since boot the CPUs were slowed down for heat, by core and by package.",
        _E,
        "scope",
        kind=Kind.COUNTER,
    ),
    _row(
        "thermal.throttle_rate",
        Unit.PER_SECOND,
        "How often a second the CPUs were slowed down for heat.",
        _E,
        "scope",
        kind=Kind.DERIVED,
        made_from=("thermal.throttles",),
    ),
)

_ERRORS: tuple[Family, ...] = (
    _row(
        "hardware.machine_checks",
        Unit.COUNT,
        "Machine check exceptions since boot, which report faulty hardware.",
        _E,
        kind=Kind.COUNTER,
        resource=Resource.CPU,
    ),
    _row(
        "hardware.new_machine_checks",
        Unit.COUNT,
        "Machine check exceptions within the window.",
        _E,
        kind=Kind.DERIVED,
        resource=Resource.CPU,
        made_from=("hardware.machine_checks",),
    ),
    _row(
        "hardware.vulnerability",
        Unit.TEXT,
        "What the kernel says of one known weakness of the CPU.",
        Aspect.SECURITY,
        "name",
        kind=Kind.FACT,
        resource=Resource.SECURITY,
    ),
    _row(
        "hardware.vulnerable_count",
        Unit.COUNT,
        "Known weaknesses of the CPU that nothing mitigates.",
        Aspect.SECURITY,
        kind=Kind.DERIVED,
        resource=Resource.SECURITY,
        made_from=("hardware.vulnerability",),
    ),
)

_CLOCK: tuple[Family, ...] = tuple(
    _row(name, unit, meaning, Aspect.ERRORS, resource=Resource.TIME, kind=kind, made_from=made)
    for name, unit, meaning, kind, made in (
        (
            "clock.synchronised",
            Unit.COUNT,
            "Whether the kernel's clock is kept in step by a time daemon: 1 for yes.",
            Kind.GAUGE,
            (),
        ),
        (
            "clock.error_bound",
            Unit.SECONDS,
            "By how much the kernel's clock may be wrong at most.",
            Kind.GAUGE,
            (),
        ),
        (
            "clock.offset",
            Unit.SECONDS,
            "What the kernel still has to correct of its clock.",
            Kind.GAUGE,
            (),
        ),
        (
            "clock.source",
            Unit.TEXT,
            "The counter that the kernel's clock is read from.",
            Kind.FACT,
            (),
        ),
        (
            "clock.step",
            Unit.SECONDS,
            "By how much the wall clock was set forward or back within the window.",
            Kind.DERIVED,
            (),
        ),
    )
)

_INTERCONNECT: tuple[Family, ...] = (
    _row(
        "interconnect.pcie_speed",
        Unit.COUNT,
        "Speed of a PCIe link in GT/s.",
        _C,
        "device",
        kind=Kind.FACT,
        resource=Resource.KERNEL,
    ),
    _row(
        "interconnect.pcie_speed_most",
        Unit.COUNT,
        "Highest speed of a PCIe device in GT/s.",
        _C,
        "device",
        kind=Kind.FACT,
        resource=Resource.KERNEL,
    ),
    _row(
        "interconnect.pcie_width",
        Unit.COUNT,
        "Lanes that a PCIe link uses.",
        _C,
        "device",
        kind=Kind.FACT,
        resource=Resource.KERNEL,
    ),
    _row(
        "interconnect.pcie_width_most",
        Unit.COUNT,
        "Lanes that a PCIe device has.",
        _C,
        "device",
        kind=Kind.FACT,
        resource=Resource.KERNEL,
    ),
    _row(
        "interconnect.pcie_class",
        Unit.TEXT,
        "What kind of device a PCI device is.",
        None,
        "device",
        kind=Kind.FACT,
        resource=None,
    ),
    _row(
        "interconnect.pcie_errors",
        Unit.COUNT,
        "Errors since boot that a PCIe device reported, by how bad they were.",
        _E,
        "device",
        "kind",
        kind=Kind.COUNTER,
        resource=Resource.KERNEL,
    ),
    _row(
        "interconnect.new_pcie_errors",
        Unit.COUNT,
        "Errors within the window that a PCIe device reported.",
        _E,
        "device",
        "kind",
        kind=Kind.DERIVED,
        resource=Resource.KERNEL,
        made_from=("interconnect.pcie_errors",),
    ),
    _fact(
        "interconnect.perf_paranoid",
        "Who may use the processor's counters: above 2 nobody but root.",
        Unit.COUNT,
    ),
    _fact(
        "interconnect.counters",
        "Counting units outside the cores that the kernel offers.",
        Unit.COUNT,
    ),
)

_GPU: tuple[Family, ...] = (
    _fact("gpu.count", "NVIDIA GPUs in the machine.", Unit.COUNT),
    _fact("gpu.name", "Model of a GPU.", Unit.TEXT, "gpu"),
    _row(
        "gpu.utilization",
        Unit.RATIO,
        "Share of the last second in which a GPU computed.",
        _U,
        "gpu",
    ),
    _row("gpu.memory_share", Unit.RATIO, "Share of a GPU's memory in use.", _U, "gpu"),
    _row("gpu.temperature", Unit.COUNT, "Temperature of a GPU in degrees Celsius.", _U, "gpu"),
    _row(
        "gpu.uncorrected",
        Unit.COUNT,
        "Memory errors of a GPU that could not be corrected, since the driver was loaded.",
        _E,
        "gpu",
        kind=Kind.COUNTER,
    ),
    _row(
        "gpu.pcie_replays",
        Unit.COUNT,
        "Packets that a GPU's PCIe link had to repeat.",
        _E,
        "gpu",
        kind=Kind.COUNTER,
    ),
    _row(
        "gpu.remap_failed",
        Unit.COUNT,
        "Whether a GPU could not replace faulty rows of its memory: 1 for yes.",
        _E,
        "gpu",
    ),
    _row("gpu.throttled", Unit.TEXT, "Why a GPU runs slower than it could.", _S, "gpu"),
    _row("gpu.power_share", Unit.RATIO, "Power that a GPU draws against its limit.", _U, "gpu"),
    _row(
        "gpu.process_memory", Unit.BYTES, "Memory of a GPU that a process holds.", _U, "gpu", "pid"
    ),
)

FAMILIES: tuple[Family, ...] = (
    *_HOST,
    *_POWER,
    *_ERRORS,
    *_CLOCK,
    *_INTERCONNECT,
    *_GPU,
)

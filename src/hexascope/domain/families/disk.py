"""Families of evidence on disks: their counters, health, limits and waits."""

from hexascope.domain.evidence import Family, Kind
from hexascope.domain.use import Aspect, Resource, Unit

_DEVICE = ("device",)
_U, _S, _E = Aspect.UTILIZATION, Aspect.SATURATION, Aspect.ERRORS


def of_storage(
    name: str,
    unit: Unit,
    meaning: str,
    aspect: Aspect | None = None,
    *,
    labels: tuple[str, ...] = _DEVICE,
    kind: Kind = Kind.DERIVED,
    made_from: tuple[str, ...] = (),
    bytes_: bool = False,
) -> Family:
    """Declare one family on disks, or on mounts where it is labelled with one."""
    return Family(
        name=name,
        unit=unit,
        meaning=meaning,
        labels=labels,
        kind=kind,
        resource=Resource.FILESYSTEM if "mount" in labels else Resource.DISK,
        aspect=aspect,
        made_from=made_from,
        bytes_=bytes_,
    )


def _counter(name: str, unit: Unit, meaning: str, aspect: Aspect | None = None) -> Family:
    return of_storage(name, unit, meaning, aspect, kind=Kind.COUNTER)


def _of_disk(
    name: str, unit: Unit, meaning: str, aspect: Aspect, *, bytes_: bool = False
) -> Family:
    return of_storage(name, unit, meaning, aspect, made_from=("disk.busy_time",), bytes_=bytes_)


_COUNTED: tuple[Family, ...] = (
    _counter("disk.reads", Unit.COUNT, "Reads that a device has completed since boot."),
    _counter("disk.read_bytes", Unit.BYTES, "Bytes that were read from a device since boot."),
    _counter("disk.read_time", Unit.SECONDS, "Time that all reads of a device took together."),
    _counter("disk.writes", Unit.COUNT, "Writes that a device has completed since boot."),
    _counter("disk.written_bytes", Unit.BYTES, "Bytes that were written to a device since boot."),
    _counter("disk.write_time", Unit.SECONDS, "Time that all writes of a device took together."),
    _counter("disk.busy_time", Unit.SECONDS, "Time in which a device had a request to serve.", _U),
    _counter(
        "disk.queue_time",
        Unit.SECONDS,
        "Time that all requests of a device took together, those not completed yet too.",
        _S,
    ),
    _counter("disk.discards", Unit.COUNT, "Discards that a device has completed since boot."),
    _counter("disk.flushes", Unit.COUNT, "Cache flushes that a device has completed since boot."),
    _counter("disk.flush_time", Unit.SECONDS, "Time that all flushes of a device took together."),
    of_storage(
        "disk.in_flight",
        Unit.COUNT,
        "Requests that a device had accepted and not completed at that moment.",
        _S,
        kind=Kind.GAUGE,
    ),
    of_storage("disk.count", Unit.COUNT, "Whole block devices.", labels=(), kind=Kind.FACT),
    of_storage(
        "disk.count_total",
        Unit.COUNT,
        "Whole block devices there are, also those that were not read.",
        labels=(),
        kind=Kind.FACT,
    ),
    of_storage("device.count", Unit.COUNT, "Block devices in sysfs.", labels=(), kind=Kind.FACT),
)

_RATES: tuple[Family, ...] = (
    _of_disk(
        "disk.utilization",
        Unit.RATIO,
        "Share of the window in which a device had a request to serve.",
        _U,
    ),
    _of_disk("disk.queue", Unit.COUNT, "Requests in a device on average over the window.", _S),
    _of_disk(
        "disk.most_in_flight", Unit.COUNT, "Most requests that a look saw in a device at once.", _S
    ),
    _of_disk(
        "disk.await",
        Unit.SECONDS,
        "Time that a request of a device took on average.",
        Aspect.LATENCY,
    ),
    _of_disk("disk.read_await", Unit.SECONDS, "Time that a read took on average.", Aspect.LATENCY),
    _of_disk(
        "disk.write_await", Unit.SECONDS, "Time that a write took on average.", Aspect.LATENCY
    ),
    _of_disk(
        "disk.flush_await", Unit.SECONDS, "Time that a flush took on average.", Aspect.LATENCY
    ),
    _of_disk("disk.requests", Unit.COUNT, "Reads and writes completed in the window.", _U),
    _of_disk("disk.request_rate", Unit.PER_SECOND, "Reads and writes a second.", _U),
    _of_disk("disk.read_rate", Unit.PER_SECOND, "Reads a second.", _U),
    _of_disk("disk.write_rate", Unit.PER_SECOND, "Writes a second.", _U),
    _of_disk("disk.read_bandwidth", Unit.PER_SECOND, "Bytes read a second.", _U, bytes_=True),
    _of_disk("disk.write_bandwidth", Unit.PER_SECOND, "Bytes written a second.", _U, bytes_=True),
    _of_disk(
        "disk.bandwidth", Unit.PER_SECOND, "Bytes read and written a second.", _U, bytes_=True
    ),
    _of_disk("disk.request_size", Unit.BYTES, "Size of a request on average.", _U),
    _of_disk("disk.flush_rate", Unit.PER_SECOND, "Cache flushes a second.", _U),
    of_storage(
        "disk.steadiness",
        Unit.RATIO,
        "How far requests or bytes a second strayed from their mean in half-second steps; 0: not"
        " at all.",
        _S,
        labels=("device", "kind"),
        made_from=("disk.busy_time",),
    ),
)

_HEALTH: tuple[Family, ...] = (
    _counter("disk.error_count", Unit.COUNT, "Errors that the driver of a device has counted.", _E),
    of_storage(
        "disk.errors",
        Unit.COUNT,
        "Errors that the driver of a device counted in the window.",
        _E,
        made_from=("disk.error_count",),
    ),
    of_storage(
        "disk.state",
        Unit.TEXT,
        "What its driver says of a device: running, offline.",
        _E,
        kind=Kind.FACT,
    ),
    of_storage(
        "disk.critical_warning",
        Unit.COUNT,
        "Warning bits of a drive: 1 spare low, 2 hot, 4 unreliable, 8 read-only, 16 backup failed.",
        _E,
        kind=Kind.GAUGE,
    ),
    of_storage(
        "disk.life_used",
        Unit.RATIO,
        "Share of its life that a drive says it has used up; it may be above 1.",
        _E,
        kind=Kind.GAUGE,
    ),
    of_storage(
        "disk.spare_left",
        Unit.RATIO,
        "Share of its spare blocks that a drive still has.",
        _E,
        kind=Kind.GAUGE,
    ),
    of_storage(
        "disk.media_errors",
        Unit.COUNT,
        "Unrecovered errors of the medium that a drive has counted in its life.",
        _E,
        kind=Kind.COUNTER,
    ),
    of_storage(
        "disk.error_lines",
        Unit.COUNT,
        "Lines of the kernel log in the window on I/O errors of a device.",
        _E,
        made_from=("log.lines",),
    ),
    of_storage(
        "disk.past_error_lines",
        Unit.COUNT,
        "Lines of the kernel log from before the window on I/O errors of a device.",
        _E,
        made_from=("log.lines",),
    ),
    of_storage(
        "disk.error_line",
        Unit.TEXT,
        "The last line of the kernel log on an I/O error of a device.",
        _E,
        made_from=("log.lines",),
    ),
    of_storage("raid.count", Unit.COUNT, "Software RAID arrays.", labels=(), kind=Kind.FACT),
    of_storage(
        "raid.missing_disks", Unit.COUNT, "Disks that a RAID array lacks.", _E, kind=Kind.GAUGE
    ),
    of_storage(
        "raid.failed_disks",
        Unit.COUNT,
        "Disks of a RAID array marked as failed.",
        _E,
        kind=Kind.GAUGE,
    ),
    of_storage(
        "raid.rebuilt_share",
        Unit.RATIO,
        "How far a RAID array has been rebuilt or checked.",
        kind=Kind.GAUGE,
    ),
    of_storage(
        "raid.action",
        Unit.TEXT,
        "What a RAID array is busy with: recovery, check, resync.",
        kind=Kind.FACT,
    ),
)

_LIMITED: tuple[Family, ...] = (
    of_storage(
        "disk.throttle_limit",
        Unit.PER_SECOND,
        "What a control group may read or write on a device a second: bytes or operations.",
        _S,
        labels=("cgroup", "device", "kind"),
        made_from=("cgroup.count",),
    ),
    of_storage(
        "disk.throttle_rate",
        Unit.PER_SECOND,
        "What a control group read or wrote on a device a second: bytes or operations.",
        _S,
        labels=("cgroup", "device", "kind"),
        made_from=("cgroup.count",),
    ),
    of_storage(
        "disk.throttle_share",
        Unit.RATIO,
        "How much of its I/O limit on a device a control group used.",
        _S,
        labels=("cgroup", "device", "kind"),
        made_from=("cgroup.count",),
    ),
    of_storage(
        "disk.waiting_tasks",
        Unit.COUNT,
        "Processes on average that the looks saw waiting uninterruptibly for a device.",
        _S,
        made_from=("process.count",),
    ),
    of_storage(
        "disk.cap",
        Unit.PER_SECOND,
        "The round number, of bytes or requests a second, at which a device stands still.",
        _S,
        labels=("device", "kind"),
        made_from=("disk.busy_time",),
    ),
    of_storage(
        "disk.model", Unit.TEXT, "The model that a device names.", labels=_DEVICE, kind=Kind.FACT
    ),
)

_LATENCY: tuple[Family, ...] = (
    of_storage(
        "latency.disk",
        Unit.SECONDS,
        "Time that a request took on average, over all devices at which requests end.",
        Aspect.LATENCY,
        labels=(),
        made_from=("disk.busy_time",),
    ),
    of_storage(
        "latency.blocked",
        Unit.COUNT,
        "Processes that waited uninterruptibly, on average over all looks.",
        Aspect.LATENCY,
        labels=(),
        made_from=("process.count",),
    ),
    of_storage(
        "latency.block_delay",
        Unit.RATIO,
        "Share of the window in which the process that waited most for block I/O did so.",
        Aspect.LATENCY,
        labels=(),
        made_from=("process.count",),
    ),
    of_storage(
        "latency.run_delay",
        Unit.RATIO,
        "Share of the window in which the process that waited most for a CPU did so.",
        Aspect.LATENCY,
        labels=(),
        made_from=("process.count",),
    ),
)

FAMILIES: tuple[Family, ...] = (
    *_COUNTED,
    *_RATES,
    *_HEALTH,
    *_LIMITED,
    *_LATENCY,
)

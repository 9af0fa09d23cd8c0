"""Families of evidence on disks, mounts and filesystems."""

from hexascope.domain.evidence import Family, Kind
from hexascope.domain.use import Aspect, Resource, Unit

_DEVICE, _MOUNT = ("device",), ("mount",)
_U, _S, _E = Aspect.UTILIZATION, Aspect.SATURATION, Aspect.ERRORS


def _family(
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
    return _family(name, unit, meaning, aspect, kind=Kind.COUNTER)


def _of_disk(
    name: str, unit: Unit, meaning: str, aspect: Aspect, *, bytes_: bool = False
) -> Family:
    return _family(name, unit, meaning, aspect, made_from=("disk.busy_time",), bytes_=bytes_)


def _of_mount(
    name: str, unit: Unit, meaning: str, aspect: Aspect | None = None, *, bytes_: bool = False
) -> Family:
    return _family(
        name, unit, meaning, aspect, labels=_MOUNT, made_from=("mount.count",), bytes_=bytes_
    )


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
    _family(
        "disk.in_flight",
        Unit.COUNT,
        "Requests that a device had accepted and not completed at that moment.",
        _S,
        kind=Kind.GAUGE,
    ),
    _family("disk.count", Unit.COUNT, "Whole block devices.", labels=(), kind=Kind.FACT),
    _family(
        "disk.count_total",
        Unit.COUNT,
        "Whole block devices there are, also those that were not read.",
        labels=(),
        kind=Kind.FACT,
    ),
    _family("device.count", Unit.COUNT, "Block devices in sysfs.", labels=(), kind=Kind.FACT),
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
    _of_disk(
        "disk.steadiness",
        Unit.RATIO,
        "How far the rate of a device strayed from its mean in half-second steps; 0: not at all.",
        _S,
    ),
)

_HEALTH: tuple[Family, ...] = (
    _counter("disk.error_count", Unit.COUNT, "Errors that the driver of a device has counted.", _E),
    _family(
        "disk.errors",
        Unit.COUNT,
        "Errors that the driver of a device counted in the window.",
        _E,
        made_from=("disk.error_count",),
    ),
    _family(
        "disk.state",
        Unit.TEXT,
        "What its driver says of a device: running, offline.",
        _E,
        kind=Kind.FACT,
    ),
    _family(
        "disk.critical_warning",
        Unit.COUNT,
        "Warning bits of a drive: 1 spare low, 2 hot, 4 unreliable, 8 read-only, 16 backup failed.",
        _E,
        kind=Kind.GAUGE,
    ),
    _family(
        "disk.life_used",
        Unit.RATIO,
        "Share of its life that a drive says it has used up; it may be above 1.",
        _E,
        kind=Kind.GAUGE,
    ),
    _family(
        "disk.spare_left",
        Unit.RATIO,
        "Share of its spare blocks that a drive still has.",
        _E,
        kind=Kind.GAUGE,
    ),
    _family(
        "disk.media_errors",
        Unit.COUNT,
        "Unrecovered errors of the medium that a drive has counted in its life.",
        _E,
        kind=Kind.COUNTER,
    ),
    _family(
        "disk.error_lines",
        Unit.COUNT,
        "Lines of the kernel log in the window on I/O errors of a device.",
        _E,
        made_from=("log.lines",),
    ),
    _family(
        "disk.past_error_lines",
        Unit.COUNT,
        "Lines of the kernel log from before the window on I/O errors of a device.",
        _E,
        made_from=("log.lines",),
    ),
    _family(
        "disk.error_line",
        Unit.TEXT,
        "The last line of the kernel log on an I/O error of a device.",
        _E,
        made_from=("log.lines",),
    ),
    _family("raid.count", Unit.COUNT, "Software RAID arrays.", labels=(), kind=Kind.FACT),
    _family(
        "raid.missing_disks", Unit.COUNT, "Disks that a RAID array lacks.", _E, kind=Kind.GAUGE
    ),
    _family(
        "raid.failed_disks",
        Unit.COUNT,
        "Disks of a RAID array marked as failed.",
        _E,
        kind=Kind.GAUGE,
    ),
    _family(
        "raid.rebuilt_share",
        Unit.RATIO,
        "How far a RAID array has been rebuilt or checked.",
        kind=Kind.GAUGE,
    ),
    _family(
        "raid.action",
        Unit.TEXT,
        "What a RAID array is busy with: recovery, check, resync.",
        kind=Kind.FACT,
    ),
)

_FILESYSTEMS: tuple[Family, ...] = (
    _family(
        "mount.count", Unit.COUNT, "Mounted filesystems that hold files.", labels=(), kind=Kind.FACT
    ),
    _family(
        "mount.count_total",
        Unit.COUNT,
        "Mounted filesystems there are, also those that were not read.",
        labels=(),
        kind=Kind.FACT,
    ),
    _family(
        "filesystem.space",
        Unit.BYTES,
        "Space of a filesystem that an unprivileged user may still take, at that moment.",
        Aspect.CAPACITY,
        labels=("number",),
        kind=Kind.GAUGE,
    ),
    _of_mount(
        "filesystem.used_share",
        Unit.RATIO,
        "Space in use as a share of what is in use and available.",
        _U,
    ),
    _of_mount("filesystem.available", Unit.BYTES, "Space that users may still take.", _U),
    _of_mount("filesystem.size", Unit.BYTES, "Size of a filesystem.", Aspect.CAPACITY),
    _of_mount("filesystem.inodes_share", Unit.RATIO, "Inodes in use as a share of all.", _U),
    _of_mount(
        "filesystem.fill_rate",
        Unit.PER_SECOND,
        "By how many bytes a second the space in use grew.",
        _U,
        bytes_=True,
    ),
    _of_mount(
        "filesystem.time_to_full",
        Unit.SECONDS,
        "Time until a filesystem is full, should it go on filling like in the window.",
        _U,
    ),
    _of_mount(
        "filesystem.steady_share",
        Unit.RATIO,
        "Share of the steps within the window in which a filesystem filled further.",
        _U,
    ),
    _of_mount(
        "filesystem.answer_time",
        Unit.SECONDS,
        "Time until a filesystem answered a question after its size, or until it was given up.",
        Aspect.LATENCY,
    ),
    _of_mount("filesystem.options", Unit.TEXT, "Mount options of a filesystem.", _E),
    _of_mount("filesystem.wanted_options", Unit.TEXT, "Mount options that /etc/fstab wants.", _E),
    _of_mount(
        "filesystem.deleted_bytes",
        Unit.BYTES,
        "Space held by files that were deleted and are still open.",
        _U,
    ),
    _of_mount(
        "filesystem.deleted_share",
        Unit.RATIO,
        "Space held by deleted files that are still open, as a share of the filesystem.",
        _U,
    ),
    _of_mount("filesystem.frozen_tasks", Unit.COUNT, "Writers that a freeze holds up.", _S),
    _of_mount(
        "filesystem.log_line", Unit.TEXT, "The last line of the kernel log on a filesystem.", _E
    ),
    _family(
        "file.count",
        Unit.COUNT,
        "Open files of interest that were read.",
        labels=(),
        kind=Kind.FACT,
    ),
    _family(
        "file.growth",
        Unit.PER_SECOND,
        "By how many bytes a second an open file grew.",
        _U,
        labels=("path", "pid"),
        made_from=("file.count",),
        bytes_=True,
    ),
    _family(
        "file.deleted_bytes",
        Unit.BYTES,
        "Space held by the deleted files that a process has open.",
        _U,
        labels=("mount", "pid"),
        made_from=("file.count",),
    ),
)

_REMOTE: tuple[Family, ...] = (
    *(
        _family(name, unit, meaning, aspect, labels=_MOUNT, kind=Kind.COUNTER)
        for name, unit, meaning, aspect in (
            ("nfs.operations", Unit.COUNT, "Operations that an NFS mount has completed.", _U),
            ("nfs.sent", Unit.COUNT, "Requests that an NFS mount has sent, also repeated.", _U),
            ("nfs.timeouts", Unit.COUNT, "Requests of an NFS mount that timed out.", _E),
            ("nfs.round_trip_time", Unit.SECONDS, "Time that an NFS server took.", Aspect.LATENCY),
            ("nfs.execute_time", Unit.SECONDS, "Time that NFS operations took.", Aspect.LATENCY),
        )
    ),
    *(
        _family(name, unit, meaning, aspect, labels=_MOUNT, made_from=("nfs.operations",))
        for name, unit, meaning, aspect in (
            ("nfs.rate", Unit.PER_SECOND, "NFS operations a second.", _U),
            ("nfs.await", Unit.SECONDS, "Time that an NFS server took on average.", Aspect.LATENCY),
            (
                "nfs.execute_await",
                Unit.SECONDS,
                "Time that an NFS operation took on average, waiting to be sent included.",
                Aspect.LATENCY,
            ),
            ("nfs.repeated_share", Unit.RATIO, "Share of NFS requests that were sent again.", _E),
            ("nfs.operation_count", Unit.COUNT, "NFS operations in the window.", _U),
        )
    ),
)

_LIMITED: tuple[Family, ...] = (
    _family(
        "disk.throttle_limit",
        Unit.PER_SECOND,
        "What a control group may read or write on a device a second: bytes or operations.",
        _S,
        labels=("cgroup", "device", "kind"),
        made_from=("cgroup.count",),
    ),
    _family(
        "disk.throttle_rate",
        Unit.PER_SECOND,
        "What a control group read or wrote on a device a second: bytes or operations.",
        _S,
        labels=("cgroup", "device", "kind"),
        made_from=("cgroup.count",),
    ),
    _family(
        "disk.throttle_share",
        Unit.RATIO,
        "How much of its I/O limit on a device a control group used.",
        _S,
        labels=("cgroup", "device", "kind"),
        made_from=("cgroup.count",),
    ),
    _family(
        "disk.waiting_tasks",
        Unit.COUNT,
        "Processes on average that the looks saw waiting uninterruptibly for a device.",
        _S,
        made_from=("process.count",),
    ),
    _family(
        "disk.cap",
        Unit.PER_SECOND,
        "The round number, of bytes or requests a second, at which a device stands still.",
        _S,
        labels=("device", "kind"),
        made_from=("disk.busy_time",),
    ),
    _family(
        "disk.model", Unit.TEXT, "The model that a device names.", labels=_DEVICE, kind=Kind.FACT
    ),
)

_LATENCY: tuple[Family, ...] = (
    _family(
        "latency.disk",
        Unit.SECONDS,
        "Time that a request took on average, over all devices at which requests end.",
        Aspect.LATENCY,
        labels=(),
        made_from=("disk.busy_time",),
    ),
    _family(
        "latency.blocked",
        Unit.COUNT,
        "Processes that waited uninterruptibly, on average over all looks.",
        Aspect.LATENCY,
        labels=(),
        made_from=("process.count",),
    ),
    _family(
        "latency.block_delay",
        Unit.RATIO,
        "Share of the window in which the process that waited most for block I/O did so.",
        Aspect.LATENCY,
        labels=(),
        made_from=("process.count",),
    ),
    _family(
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
    *_FILESYSTEMS,
    *_REMOTE,
    *_LIMITED,
    *_LATENCY,
)

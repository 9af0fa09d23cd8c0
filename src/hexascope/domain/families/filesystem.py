"""Families of evidence on mounts, filesystems, open files and NFS."""

from hexascope.domain.evidence import Family, Kind
from hexascope.domain.families.disk import of_storage
from hexascope.domain.use import Aspect, Unit

_MOUNT = ("mount",)
_U, _S, _E = Aspect.UTILIZATION, Aspect.SATURATION, Aspect.ERRORS


def _of_mount(
    name: str, unit: Unit, meaning: str, aspect: Aspect | None = None, *, bytes_: bool = False
) -> Family:
    return of_storage(
        name, unit, meaning, aspect, labels=_MOUNT, made_from=("mount.count",), bytes_=bytes_
    )


_FILESYSTEMS: tuple[Family, ...] = (
    of_storage(
        "mount.count", Unit.COUNT, "Mounted filesystems that hold files.", labels=(), kind=Kind.FACT
    ),
    of_storage(
        "mount.count_total",
        Unit.COUNT,
        "Mounted filesystems there are, also those that were not read.",
        labels=(),
        kind=Kind.FACT,
    ),
    of_storage(
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
    of_storage(
        "file.count",
        Unit.COUNT,
        "Open files of interest that were read.",
        labels=(),
        kind=Kind.FACT,
    ),
    of_storage(
        "file.growth",
        Unit.PER_SECOND,
        "By how many bytes a second an open file grew.",
        _U,
        labels=("path", "pid"),
        made_from=("file.count",),
        bytes_=True,
    ),
    of_storage(
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
        of_storage(name, unit, meaning, aspect, labels=_MOUNT, kind=Kind.COUNTER)
        for name, unit, meaning, aspect in (
            ("nfs.operations", Unit.COUNT, "Operations that an NFS mount has completed.", _U),
            ("nfs.sent", Unit.COUNT, "Requests that an NFS mount has sent, also repeated.", _U),
            ("nfs.timeouts", Unit.COUNT, "Requests of an NFS mount that timed out.", _E),
            ("nfs.round_trip_time", Unit.SECONDS, "Time that an NFS server took.", Aspect.LATENCY),
            ("nfs.execute_time", Unit.SECONDS, "Time that NFS operations took.", Aspect.LATENCY),
        )
    ),
    *(
        of_storage(name, unit, meaning, aspect, labels=_MOUNT, made_from=("nfs.operations",))
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


FAMILIES: tuple[Family, ...] = (*_FILESYSTEMS, *_REMOTE)

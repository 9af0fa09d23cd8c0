"""Families of evidence on what probes measure on a culprit."""

from hexascope.domain.evidence import Family, Kind
from hexascope.domain.use import Aspect, Resource, Unit

_PROFILES: tuple[Family, ...] = (
    Family(
        name="profile.samples",
        unit=Unit.COUNT,
        meaning="Samples of a process' threads on a CPU that a profile consists of.",
        labels=("pid",),
        kind=Kind.GAUGE,
        resource=Resource.CPU,
        aspect=Aspect.UTILIZATION,
    ),
    Family(
        name="profile.top_share",
        unit=Unit.RATIO,
        meaning="Share of a profile's samples in which a function itself was running.",
        labels=("frame", "pid"),
        kind=Kind.GAUGE,
        resource=Resource.CPU,
        aspect=Aspect.UTILIZATION,
    ),
    Family(
        name="profile.kernel_share",
        unit=Unit.RATIO,
        meaning="Share of a profile's samples in which the kernel ran for the process.",
        labels=("pid",),
        kind=Kind.GAUGE,
        resource=Resource.CPU,
        aspect=Aspect.UTILIZATION,
    ),
)
_WAITS: tuple[Family, ...] = (
    Family(
        name="off_cpu.samples",
        unit=Unit.COUNT,
        meaning="How often the threads of a process were looked at while they did not run.",
        labels=("pid",),
        kind=Kind.GAUGE,
        resource=Resource.PROCESS,
        aspect=Aspect.LATENCY,
    ),
    Family(
        name="off_cpu.share",
        unit=Unit.RATIO,
        meaning="Share of the threads' time off the CPU that was spent at one place of the kernel.",
        labels=("pid", "place"),
        kind=Kind.GAUGE,
        resource=Resource.PROCESS,
        aspect=Aspect.LATENCY,
    ),
    Family(
        name="syscall.share",
        unit=Unit.RATIO,
        meaning="Share of the looks at a process' threads that found them in one system call.",
        labels=("call", "pid"),
        kind=Kind.GAUGE,
        resource=Resource.PROCESS,
        aspect=Aspect.LATENCY,
    ),
    Family(
        name="syscall.per_s",
        unit=Unit.PER_SECOND,
        meaning="System calls that the threads of a process make in a second.",
        labels=("pid",),
        kind=Kind.GAUGE,
        resource=Resource.CPU,
        aspect=Aspect.UTILIZATION,
    ),
    Family(
        name="syscall.called_share",
        unit=Unit.RATIO,
        meaning="Share of a process' system calls that are of one kind.",
        labels=("call", "pid"),
        kind=Kind.GAUGE,
        resource=Resource.CPU,
        aspect=Aspect.UTILIZATION,
    ),
)
_DISKS: tuple[Family, ...] = (
    Family(
        name="block_latency.requests",
        unit=Unit.COUNT,
        meaning="Requests of a block device whose time was measured by a probe.",
        labels=("device",),
        kind=Kind.GAUGE,
        resource=Resource.DISK,
        aspect=Aspect.LATENCY,
    ),
    *(
        Family(
            name=f"block_latency.p{percent}",
            unit=Unit.SECONDS,
            meaning=f"Time within which {percent} of 100 requests of a block device were done.",
            labels=("device",),
            kind=Kind.GAUGE,
            resource=Resource.DISK,
            aspect=Aspect.LATENCY,
        )
        for percent in (50, 95, 99)
    ),
    Family(
        name="block_latency.mean",
        unit=Unit.SECONDS,
        meaning="Mean time that a request of a block device took while a probe measured.",
        labels=("device",),
        kind=Kind.GAUGE,
        resource=Resource.DISK,
        aspect=Aspect.LATENCY,
    ),
    Family(
        name="block_latency.worst_step",
        unit=Unit.SECONDS,
        meaning="The longest mean time of a request within one step of 20 milliseconds.",
        labels=("device",),
        kind=Kind.GAUGE,
        resource=Resource.DISK,
        aspect=Aspect.LATENCY,
    ),
    Family(
        name="mount_probe.seconds",
        unit=Unit.SECONDS,
        meaning="How long a mounted file system took to say how full it is.",
        labels=("mount",),
        kind=Kind.GAUGE,
        resource=Resource.FILESYSTEM,
        aspect=Aspect.LATENCY,
    ),
    Family(
        name="mount_probe.hangs",
        unit=Unit.COUNT,
        meaning="1 where a mounted file system gave no answer to a probe, 0 where it did.",
        labels=("mount",),
        kind=Kind.GAUGE,
        resource=Resource.FILESYSTEM,
        aspect=Aspect.ERRORS,
    ),
)
_SOCKET_LABELS = ("local", "pid", "remote")
_SOCKETS: tuple[Family, ...] = tuple(
    Family(
        name=f"socket_probe.{name}",
        unit=unit,
        meaning=meaning,
        labels=_SOCKET_LABELS,
        kind=Kind.GAUGE,
        resource=Resource.NETWORK,
        aspect=Aspect.LATENCY,
        bytes_=unit is Unit.BYTES,
    )
    for name, unit, meaning in (
        ("rtt", Unit.SECONDS, "Smoothed round-trip time of a process' connection."),
        ("retransmitted_share", Unit.RATIO, "Share of a connection's segments sent again."),
        ("congestion_window", Unit.COUNT, "Segments that a connection may have under way."),
        ("send_queue", Unit.BYTES, "Bytes of a connection that the peer has not acknowledged."),
        ("receive_queue", Unit.BYTES, "Bytes of a connection that the process has not read."),
        (
            "peer_limited_share",
            Unit.RATIO,
            "Share of a connection's busy time in which the peer's window held it up.",
        ),
        (
            "buffer_limited_share",
            Unit.RATIO,
            "Share of a connection's busy time in which its send buffer held it up.",
        ),
        ("pacing_rate", Unit.PER_SECOND, "Bytes a second at which a connection may send."),
    )
)

FAMILIES: tuple[Family, ...] = (*_PROFILES, *_WAITS, *_DISKS, *_SOCKETS)

"""Families of evidence on well-known programs: databases, web servers, runtimes."""

from hexascope.domain.evidence import Family, Kind
from hexascope.domain.families.row import row
from hexascope.domain.use import Aspect, Resource, Unit

_JVMS: tuple[Family, ...] = (
    row(
        "runtime.jvms",
        Unit.COUNT,
        "Java virtual machines whose own counters could be read.",
        kind=Kind.GAUGE,
        resource=Resource.PROCESS,
    ),
    row(
        "runtime.heap_used",
        Unit.BYTES,
        "Memory that long-living objects of a JVM take.",
        ("pid",),
        kind=Kind.GAUGE,
        resource=Resource.MEMORY,
        aspect=Aspect.UTILIZATION,
        bytes_=True,
    ),
    row(
        "runtime.heap_limit",
        Unit.BYTES,
        "Most that long-living objects of a JVM may take; with G1 the whole heap.",
        ("pid",),
        kind=Kind.FACT,
        resource=Resource.MEMORY,
        aspect=Aspect.CAPACITY,
        bytes_=True,
    ),
    row(
        "runtime.collections",
        Unit.COUNT,
        "Collections of one kind for which a JVM stopped its program, since its start.",
        ("kind", "pid"),
        kind=Kind.COUNTER,
        resource=Resource.PROCESS,
        aspect=Aspect.UTILIZATION,
    ),
    row(
        "runtime.collecting_s",
        Unit.SECONDS,
        "Time for which a JVM stopped its program to collect, since its start.",
        ("kind", "pid"),
        kind=Kind.COUNTER,
        resource=Resource.PROCESS,
        aspect=Aspect.SATURATION,
    ),
    row(
        "runtime.heap_share",
        Unit.RATIO,
        "Share of a JVM's old generation in use, in the look that saw the least.",
        ("pid",),
        resource=Resource.MEMORY,
        aspect=Aspect.SATURATION,
        made_from=("runtime.jvms",),
    ),
    row(
        "runtime.stopped_share",
        Unit.RATIO,
        "Share of the window in which a JVM stopped its program to collect garbage.",
        ("pid",),
        resource=Resource.PROCESS,
        aspect=Aspect.SATURATION,
        made_from=("runtime.jvms",),
    ),
    row(
        "runtime.full_collections",
        Unit.COUNT,
        "Full collections of a JVM in the window.",
        ("pid",),
        resource=Resource.PROCESS,
        aspect=Aspect.SATURATION,
        made_from=("runtime.jvms",),
    ),
)

_TALKS: tuple[Family, ...] = (
    row(
        "talk.count",
        Unit.COUNT,
        "Established connections of a network namespace on which somebody spoke of late.",
        ("namespace",),
        kind=Kind.GAUGE,
        aspect=Aspect.UTILIZATION,
    ),
    row(
        "talk.unread",
        Unit.COUNT,
        "Connections on which something lies that the program has not read yet.",
        ("namespace",),
        kind=Kind.GAUGE,
        aspect=Aspect.SATURATION,
    ),
    row(
        "loop.stalled_share",
        Unit.RATIO,
        "Share of the looks in which requests to a program lay unread for too long.",
        ("pid",),
        resource=Resource.PROCESS,
        aspect=Aspect.SATURATION,
        made_from=("talk.count",),
    ),
    row(
        "loop.unread",
        Unit.COUNT,
        "Connections of a program whose requests lay unread, in the look that saw most.",
        ("pid",),
        resource=Resource.PROCESS,
        aspect=Aspect.SATURATION,
        made_from=("talk.count",),
    ),
    row(
        "loop.longest_s",
        Unit.SECONDS,
        "Longest time that a request to a program was seen unread.",
        ("pid",),
        resource=Resource.PROCESS,
        aspect=Aspect.LATENCY,
        made_from=("talk.count",),
    ),
    row(
        "loop.thread_share",
        Unit.RATIO,
        "Share of one CPU that the busiest thread of a program used.",
        ("pid",),
        resource=Resource.PROCESS,
        aspect=Aspect.UTILIZATION,
        made_from=("process.count",),
    ),
    row(
        "pool.queued",
        Unit.COUNT,
        "Requests of a program's clients beyond those that its connections to a server carry.",
        ("pid", "remote"),
        resource=Resource.PROCESS,
        aspect=Aspect.SATURATION,
        made_from=("talk.count",),
    ),
    row(
        "pool.connections",
        Unit.COUNT,
        "Connections of a program to one server, all of which wait for an answer.",
        ("pid", "remote"),
        resource=Resource.PROCESS,
        aspect=Aspect.CAPACITY,
        made_from=("talk.count",),
    ),
    row(
        "pool.oldest_s",
        Unit.SECONDS,
        "Age of the oldest request that a program has not answered yet.",
        ("pid", "remote"),
        resource=Resource.PROCESS,
        aspect=Aspect.LATENCY,
        made_from=("talk.count",),
    ),
)

_ANSWERS: tuple[Family, ...] = (
    row(
        "query.unanswered",
        Unit.COUNT,
        "Queries to a database that stood without an answer for the whole window.",
        ("pid",),
        resource=Resource.PROCESS,
        aspect=Aspect.SATURATION,
        made_from=("talk.count",),
    ),
    row(
        "query.oldest_s",
        Unit.SECONDS,
        "Age of the oldest query to a database without an answer.",
        ("pid",),
        resource=Resource.PROCESS,
        aspect=Aspect.LATENCY,
        made_from=("talk.count",),
    ),
    row(
        "upstream.given_up",
        Unit.COUNT,
        "Connections to a server that their clients closed before it had answered.",
        ("pid", "port"),
        resource=Resource.DEPENDENCY,
        aspect=Aspect.ERRORS,
        made_from=("socket.count",),
    ),
    row(
        "upstream.oldest_s",
        Unit.SECONDS,
        "Age of the oldest request to a server that still waits for its answer.",
        ("pid", "port"),
        resource=Resource.DEPENDENCY,
        aspect=Aspect.LATENCY,
        made_from=("talk.count",),
    ),
    row(
        "nginx.timeouts_per_s",
        Unit.PER_SECOND,
        "Lines a second in which nginx logs that an upstream did not answer in time.",
        ("path",),
        kind=Kind.GAUGE,
        resource=Resource.DEPENDENCY,
        aspect=Aspect.ERRORS,
    ),
)

_RESOLVERS: tuple[Family, ...] = (
    row(
        "resolver.answer_s",
        Unit.SECONDS,
        "Longest time that a name server took for an answer to a probe.",
        ("place", "position", "server"),
        kind=Kind.GAUGE,
        resource=Resource.DEPENDENCY,
        aspect=Aspect.LATENCY,
    ),
    row(
        "resolver.lost",
        Unit.COUNT,
        "Questions of a probe, of three, that a name server did not answer.",
        ("place", "position", "server"),
        kind=Kind.GAUGE,
        resource=Resource.DEPENDENCY,
        aspect=Aspect.ERRORS,
    ),
)

_LOGS: tuple[Family, ...] = (
    row(
        "file.device_share",
        Unit.RATIO,
        "Share of one file in all bytes that programs move to and from its device.",
        ("device", "path"),
        resource=Resource.DISK,
        aspect=Aspect.SATURATION,
        made_from=("file.count",),
    ),
)

_DATABASES: tuple[Family, ...] = (
    row(
        "database.cpu_share",
        Unit.RATIO,
        "CPU time of the sessions of one database, of one CPU.",
        ("database", "server"),
        resource=Resource.PROCESS,
        aspect=Aspect.UTILIZATION,
        made_from=("process.count",),
    ),
    row(
        "database.statement_s",
        Unit.SECONDS,
        "CPU time that the sessions of one database use between two sleeps.",
        ("database", "server"),
        resource=Resource.PROCESS,
        aspect=Aspect.LATENCY,
        made_from=("process.count",),
    ),
    row(
        "database.table_bytes",
        Unit.BYTES,
        "Size of the largest file of a table or an index that the busy sessions have open.",
        ("database", "server"),
        resource=Resource.PROCESS,
        made_from=("file.count",),
        bytes_=True,
    ),
    row(
        "database.passes",
        Unit.COUNT,
        "How many times the size of that file the busy sessions read in the window.",
        ("database", "server"),
        resource=Resource.PROCESS,
        aspect=Aspect.UTILIZATION,
        made_from=("process.count",),
    ),
)

_POSTGRESQL: tuple[Family, ...] = (
    row(
        "postgresql.scanned_per_s",
        Unit.PER_SECOND,
        "Rows of a table that sequential scans read a second, as the server counts them.",
        ("database", "server", "table"),
        kind=Kind.GAUGE,
        resource=Resource.PROCESS,
        aspect=Aspect.UTILIZATION,
    ),
    row(
        "postgresql.blocked_s",
        Unit.SECONDS,
        "Time that a session waits for a lock of another, as the server says.",
        ("blocker", "pid", "server"),
        kind=Kind.GAUGE,
        resource=Resource.PROCESS,
        aspect=Aspect.SATURATION,
    ),
)

FAMILIES: tuple[Family, ...] = (
    _JVMS + _TALKS + _ANSWERS + _RESOLVERS + _LOGS + _DATABASES + _POSTGRESQL
)

"""Families of evidence on single processes and threads.

Rows of thousands of processes are not evidence; a check makes evidence of what it cites.
"""

from hexascope.domain.evidence import Family, Kind
from hexascope.domain.use import Aspect, Resource, Unit

_TABLE = ("process.count",)


def _of_process(
    name: str,
    unit: Unit,
    meaning: str,
    aspect: Aspect | None = None,
    *,
    resource: Resource = Resource.PROCESS,
    labels: tuple[str, ...] = ("pid",),
    bytes_: bool = False,
) -> Family:
    return Family(
        name=name,
        unit=unit,
        meaning=meaning,
        labels=labels,
        resource=resource,
        aspect=aspect,
        made_from=_TABLE,
        bytes_=bytes_,
    )


_CPU: tuple[Family, ...] = (
    _of_process(
        "process.cpu_share",
        Unit.RATIO,
        "CPU time of a process in the window as a share of one CPU, of all its threads.",
        Aspect.UTILIZATION,
        resource=Resource.CPU,
    ),
    _of_process(
        "process.user_share",
        Unit.RATIO,
        "CPU time of a process outside the kernel, as a share of one CPU.",
        Aspect.UTILIZATION,
        resource=Resource.CPU,
    ),
    _of_process(
        "process.system_share",
        Unit.RATIO,
        "CPU time of a process within the kernel, as a share of one CPU.",
        Aspect.UTILIZATION,
        resource=Resource.CPU,
    ),
    _of_process(
        "process.children_cpu_share",
        Unit.RATIO,
        "CPU time of children that a process waited for in the window, as a share of one CPU.",
        Aspect.UTILIZATION,
        resource=Resource.CPU,
    ),
    _of_process(
        "process.run_delay_share",
        Unit.RATIO,
        "Share of the window in which a process (of several threads: the one that waited longest)"
        " was ready to run and waited for a CPU.",
        Aspect.SATURATION,
        resource=Resource.CPU,
    ),
    _of_process(
        "process.block_delay_share",
        Unit.RATIO,
        "Share of the window in which a process waited for block I/O; 0 where delay accounting"
        " is off.",
        Aspect.SATURATION,
        resource=Resource.DISK,
    ),
    _of_process(
        "process.voluntary_switches",
        Unit.PER_SECOND,
        "How often a second the first thread of a process gave its CPU away to wait.",
        resource=Resource.CPU,
    ),
    _of_process(
        "process.involuntary_switches",
        Unit.PER_SECOND,
        "How often a second the first thread of a process was taken off its CPU.",
        Aspect.SATURATION,
        resource=Resource.CPU,
    ),
    _of_process(
        "process.affinity",
        Unit.TEXT,
        "The CPUs on which a process may run.",
        resource=Resource.CPU,
    ),
    _of_process(
        "process.nice",
        Unit.COUNT,
        "The nice value of a process: -20 goes first, 19 last.",
        resource=Resource.CPU,
    ),
)

_MEMORY: tuple[Family, ...] = (
    _of_process(
        "process.rss",
        Unit.BYTES,
        "Memory of a process that is in RAM, shared pages included.",
        Aspect.UTILIZATION,
        resource=Resource.MEMORY,
    ),
    _of_process(
        "process.rss_growth",
        Unit.PER_SECOND,
        "By how many bytes a second the memory of a process in RAM grew.",
        Aspect.UTILIZATION,
        resource=Resource.MEMORY,
        bytes_=True,
    ),
    _of_process(
        "process.anon",
        Unit.BYTES,
        "Anonymous memory of a process that is in RAM: its heap and stacks.",
        Aspect.UTILIZATION,
        resource=Resource.MEMORY,
    ),
    _of_process(
        "process.anon_growth",
        Unit.PER_SECOND,
        "By how many bytes a second the anonymous memory of a process grew.",
        Aspect.UTILIZATION,
        resource=Resource.MEMORY,
        bytes_=True,
    ),
    _of_process(
        "process.shmem",
        Unit.BYTES,
        "Shared memory and tmpfs pages that a process has mapped in RAM.",
        Aspect.UTILIZATION,
        resource=Resource.MEMORY,
    ),
    _of_process(
        "process.swap",
        Unit.BYTES,
        "Anonymous memory of a process that was swapped out.",
        Aspect.SATURATION,
        resource=Resource.SWAP,
    ),
    _of_process(
        "process.swap_growth",
        Unit.PER_SECOND,
        "By how many bytes a second a process was swapped out; negative: swapped in.",
        Aspect.SATURATION,
        resource=Resource.SWAP,
        bytes_=True,
    ),
    _of_process(
        "process.major_faults",
        Unit.PER_SECOND,
        "How often a second a process waited for a page to be read from a disk.",
        Aspect.SATURATION,
        resource=Resource.MEMORY,
    ),
    _of_process(
        "process.minor_faults",
        Unit.PER_SECOND,
        "How often a second a process was given a page that needed no disk.",
        resource=Resource.MEMORY,
    ),
    _of_process(
        "process.children_faults",
        Unit.PER_SECOND,
        "Minor page faults a second of children that a process waited for in the window.",
        resource=Resource.MEMORY,
    ),
)

_FILES: tuple[Family, ...] = (
    _of_process(
        "process.read_bytes",
        Unit.PER_SECOND,
        "Bytes a second that a process had read from disks.",
        Aspect.UTILIZATION,
        resource=Resource.DISK,
        bytes_=True,
    ),
    _of_process(
        "process.write_bytes",
        Unit.PER_SECOND,
        "Bytes a second that a process caused to be written to disks.",
        Aspect.UTILIZATION,
        resource=Resource.DISK,
        bytes_=True,
    ),
    _of_process(
        "process.written_chars",
        Unit.PER_SECOND,
        "Bytes a second that a process wrote by system calls, to whatever kind of file.",
        Aspect.UTILIZATION,
        bytes_=True,
    ),
    _of_process(
        "process.read_calls",
        Unit.PER_SECOND,
        "Read system calls of a process a second.",
    ),
    _of_process(
        "process.write_calls",
        Unit.PER_SECOND,
        "Write system calls of a process a second.",
    ),
    _of_process(
        "process.descriptors",
        Unit.COUNT,
        "Open file descriptors of a process.",
        Aspect.UTILIZATION,
        resource=Resource.DESCRIPTORS,
    ),
    _of_process(
        "process.descriptor_limit",
        Unit.COUNT,
        "How many file descriptors a process may open (its soft limit).",
        Aspect.CAPACITY,
        resource=Resource.DESCRIPTORS,
    ),
    _of_process(
        "process.descriptor_share",
        Unit.RATIO,
        "Open file descriptors of a process against its limit.",
        Aspect.UTILIZATION,
        resource=Resource.DESCRIPTORS,
    ),
    _of_process(
        "process.descriptor_growth",
        Unit.PER_SECOND,
        "By how many a second the open file descriptors of a process grew.",
        Aspect.UTILIZATION,
        resource=Resource.DESCRIPTORS,
    ),
)

_STATE: tuple[Family, ...] = (
    Family(
        name="process.count",
        unit=Unit.COUNT,
        meaning="Processes on the host, kernel threads included.",
        kind=Kind.GAUGE,
        resource=Resource.TASKS,
        aspect=Aspect.UTILIZATION,
    ),
    Family(
        name="process.count_total",
        unit=Unit.COUNT,
        meaning="Processes there were where more than can be read in time were found.",
        kind=Kind.GAUGE,
        resource=Resource.TASKS,
    ),
    Family(
        name="process.read_at",
        unit=Unit.SECONDS,
        meaning="When the table of processes was read, in seconds since boot.",
        kind=Kind.GAUGE,
    ),
    Family(
        name="process.own",
        unit=Unit.COUNT,
        meaning="The process id of the examiner itself.",
        kind=Kind.FACT,
    ),
    _of_process(
        "process.state",
        Unit.TEXT,
        "The state of a process in each look, in order: R runs, S sleeps, D waits uninterruptibly,"
        " T is stopped, Z is dead and not reaped.",
    ),
    _of_process(
        "process.wait_channel",
        Unit.TEXT,
        "The kernel function in which a process waits.",
    ),
    _of_process(
        "process.threads",
        Unit.COUNT,
        "Threads of a process.",
        Aspect.UTILIZATION,
        resource=Resource.TASKS,
    ),
    _of_process("process.age", Unit.SECONDS, "How long ago a process was started."),
    _of_process(
        "process.zombies",
        Unit.COUNT,
        "Dead children that a parent has not reaped.",
        Aspect.ERRORS,
        resource=Resource.TASKS,
        labels=("parent",),
    ),
    _of_process(
        "tasks.runnable",
        Unit.COUNT,
        "Processes that run or are ready to run, without the examiner.",
        Aspect.SATURATION,
        resource=Resource.CPU,
        labels=(),
    ),
    _of_process(
        "tasks.blocked",
        Unit.COUNT,
        "Processes in uninterruptible sleep: they wait for a disk or another slow answer.",
        Aspect.SATURATION,
        resource=Resource.DISK,
        labels=(),
    ),
    _of_process(
        "tasks.zombies",
        Unit.COUNT,
        "Dead processes that their parents have not reaped, on the whole host.",
        Aspect.ERRORS,
        resource=Resource.TASKS,
        labels=(),
    ),
)


def _of_thread(name: str, unit: Unit, meaning: str, aspect: Aspect | None = None) -> Family:
    return Family(
        name=name,
        unit=unit,
        meaning=meaning,
        labels=("pid", "tid"),
        resource=Resource.CPU,
        aspect=aspect,
        made_from=("thread.count",),
    )


_THREADS: tuple[Family, ...] = (
    Family(
        name="thread.count",
        unit=Unit.COUNT,
        meaning="Threads that were read, of processes with more than one.",
        kind=Kind.GAUGE,
        resource=Resource.TASKS,
    ),
    Family(
        name="thread.count_total",
        unit=Unit.COUNT,
        meaning="Threads of processes with more than one, also those that were not read.",
        kind=Kind.GAUGE,
        resource=Resource.TASKS,
        aspect=Aspect.UTILIZATION,
    ),
    _of_thread(
        "thread.cpu_share",
        Unit.RATIO,
        "CPU time of a thread in the window as a share of one CPU.",
        Aspect.UTILIZATION,
    ),
    _of_thread(
        "thread.system_share",
        Unit.RATIO,
        "CPU time of a thread within the kernel, as a share of one CPU.",
        Aspect.UTILIZATION,
    ),
    _of_thread(
        "thread.run_delay_share",
        Unit.RATIO,
        "Share of the window in which a thread was ready to run and waited for a CPU.",
        Aspect.SATURATION,
    ),
    _of_thread("thread.state", Unit.TEXT, "The state of a thread in each full look, in order."),
    _of_thread("thread.wait_channel", Unit.TEXT, "The kernel function in which a thread waits."),
    _of_thread("thread.syscall", Unit.TEXT, "The system call in which a thread waits."),
)

FAMILIES: tuple[Family, ...] = (*_STATE, *_CPU, *_MEMORY, *_FILES, *_THREADS)

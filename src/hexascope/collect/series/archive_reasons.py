"""Why an archive has no value for a family, and which checks it can't decide."""

from collections.abc import Iterable, Mapping

from hexascope.collect.contract import Collector
from hexascope.domain.snapshot import Missing, Window
from hexascope.domain.use import Status

ASKED_BY_NAME = "target"
"""The call of collectors that look at what the user named: without a name they say nothing."""

SINCE = "since"
"""The call that tells since when the past is asked for: a window of the past is it itself."""

BY_MEANS = frozenset(
    (
        "conntrack_full", "context_switches", "cpu_busy", "cpu_saturation", "filesystem_filling",
        "filesystem_full", "fork_rate", "inodes_full", "interface_busy", "interface_collisions",
        "interface_drops", "interface_errors", "interface_packets", "kernel_time", "load_average",
        "memory_available", "memory_fragmentation", "memory_reclaim", "past_disk_wait",
        "retransmissions", "slab_growth", "softirq", "softnet_drops", "steal", "swap_full",
        "swap_thrash",
    )
)  # fmt: skip
"""Checks that stay sound with means of minutes and without processes."""

BY_LOG = frozenset(("crash_loop", "io_errors", "lockup", "oom_kill"))
"""Checks of lines in the kernel's log, which have times of their own."""

SINGLE = "tells nothing of single processes, threads or sockets"
ONLY_LOG = "no archive of that time was found: nothing but the log of the kernel tells of it"
NO_LOG = "no log of the kernel of that time could be read"
MADE: Mapping[str, str] = {
    "memory.slab_share": "tells no slab that can't be given back",
    "memory.refaults": "does not count refaults",
    "memory.compaction_stalls": "does not count compaction",
    "memory.shmem_growth": "tells no shared memory",
    "interface.receive_use": "tells no speed of an interface",
    "interface.send_use": "tells no speed of an interface",
    "limits.share": "tells no limits of the kernel's tables",
    "tcp.memory_use": "tells neither the memory of TCP nor its limit",
    "neighbour.use": "tells nothing of neighbour tables",
    "conntrack.use": "tells nothing of connection tracking",
    "process.count": SINGLE,
    "thread.count": SINGLE,
    "socket.count": SINGLE,
    "cgroup.count": "tells nothing of control groups",
    "mount.count": "tells neither whether a filesystem answers nor how it should be mounted",
    "log.lines": "is no log, and no log of the kernel of that time could be read",
}
"""What the usual archives never have, for whoever needs it."""


COUNTED: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "memory.refaults": (
        "vmstat.count",
        "name",
        ("workingset_refault", "workingset_refault_anon", "workingset_refault_file"),
    ),
    "memory.compaction_stalls": ("vmstat.count", "name", ("compact_stall",)),
    "memory.slab_share": ("memory.size", "class", ("SUnreclaim",)),
    "memory.shmem_growth": ("memory.size", "class", ("Shmem",)),
}
"""Of which readings some of these are made: an archive may have them after all."""


def reasons(
    window: Window,
    archive: str,
    could: frozenset[str],
    collectors: Iterable[Collector],
    checks: Iterable[str],
) -> dict[str, Missing]:
    """Give a reason for each family that is not there, and each check that is not to be asked.

    `archive` is how it is called in a sentence, `could` what it has where it was told to.
    """
    told: dict[str, Missing] = {}
    have = frozenset(window.last.readings)
    for one in collectors:
        for family in one.gives:
            if family not in have:
                told[family] = _not_given(family, one, have, (archive, could))
    for family, why in MADE.items():
        if family not in have and not _is_made(family, window):
            told.setdefault(family, Missing(family, Status.NOT_SUPPORTED, f"{archive} {why}"))
    for name in checks:
        reason = ""
        if name not in BY_MEANS | BY_LOG:
            reason = f"{archive} keeps means of minutes and no processes: they can't decide it"
        elif name in BY_LOG and "log.lines" not in have:
            reason = NO_LOG
        if reason:
            told[f"check {name}"] = Missing(f"check {name}", Status.NOT_SUPPORTED, reason)
    return told


def reasons_of_log(collectors: Iterable[Collector], checks: Iterable[str]) -> dict[str, Missing]:
    """Give the reasons of a window of which nothing is known but the log's lines."""
    told: dict[str, Missing] = {}
    for one in collectors:
        silent = ASKED_BY_NAME in one.reads or SINCE in one.reads
        status = Status.NOT_ASKED if silent else Status.NOT_SUPPORTED
        told |= {family: Missing(family, status, ONLY_LOG) for family in one.gives}
    for name in checks:
        if name not in BY_LOG:
            told[f"check {name}"] = Missing(f"check {name}", Status.NOT_SUPPORTED, ONLY_LOG)
    return told


def _is_made(family: str, window: Window) -> bool:
    raw, label, names = COUNTED.get(family, ("", "", ()))
    return any(window.last.number(raw, **{label: name}) is not None for name in names)


def _not_given(
    family: str, by: Collector, have: frozenset[str], archive: tuple[str, frozenset[str]]
) -> Missing:
    if ASKED_BY_NAME in by.reads or SINCE in by.reads:
        return Missing(family, Status.NOT_ASKED, "nobody named a target")
    if family.startswith("swap.") and "memory.total" in have:
        return Missing(family, Status.NOT_PRESENT, "no swap was set up then")
    return Missing(family, Status.NOT_SUPPORTED, _why(family, *archive))


def _why(family: str, archive: str, could: frozenset[str]) -> str:
    if family in MADE:
        return f"{archive} {MADE[family]}"
    if family in could:
        return f"{archive} was not told to keep {family}, though it can"
    return f"{archive} does not have {family}"

"""Which field of sysstat's archive is which of our families: by section and field of its JSON."""

from collections.abc import Mapping
from typing import NamedTuple

from hexascope.collect.series.records import HERE
from hexascope.domain.evidence import Labels

IN_NAMESPACE: Labels = (("namespace", HERE),)


class Field(NamedTuple):
    """One field of a section: `rate` for what is given a second, else a value at the end.

    Values are multiplied by `factor` and `added` is put on.
    """

    section: str
    name: str
    family: str
    labels: Labels = ()
    rate: bool = True
    factor: float = 1.0
    added: float = 0.0


def _count(section: str, kind: str, names: Mapping[str, str]) -> tuple[Field, ...]:
    return tuple(
        Field(section, theirs, f"{kind}.count", (("name", ours), *IN_NAMESPACE))
        for theirs, ours in names.items()
    )


def _vmstat(section: str, names: Mapping[str, str]) -> tuple[Field, ...]:
    return tuple(
        Field(section, theirs, "vmstat.count", (("name", ours),)) for theirs, ours in names.items()
    )


def _class(theirs: str, ours: str) -> Field:
    return Field("memory", theirs, "memory.size", (("class", ours),), rate=False, factor=1024.0)


def _sockets(theirs: str, protocol: str, state: str) -> Field:
    labels = (*IN_NAMESPACE, ("protocol", protocol), ("state", state))
    return Field("network/net-sock", theirs, "sockstat.count", labels, rate=False)


def _pressure() -> tuple[Field, ...]:
    """Give the share of each interval in per cent: a hundredth of a second for every second."""
    return tuple(
        Field(
            f"psi/psi-{theirs}",
            f"{kind}_avg",
            f"pressure.{kind}_time",
            (("resource", resource),),
            factor=0.01,
        )
        for theirs, resource in (("cpu", "cpu"), ("io", "io"), ("mem", "memory"))
        for kind in ("some", "full")
    )


FIELDS: tuple[Field, ...] = (
    Field("process-and-context-switch", "proc", "cpu.forks"),
    Field("process-and-context-switch", "cswch", "cpu.context_switches"),
    # sysstat takes its own collector off; ours counts who looks, and the deriver takes it off
    Field("queue", "runq-sz", "cpu.runnable", rate=False, added=1.0),
    Field("queue", "blocked", "cpu.blocked", rate=False),
    Field("queue", "plist-sz", "load.tasks", rate=False),
    Field("queue", "ldavg-1", "load.average", (("minutes", "1"),), rate=False),
    Field("queue", "ldavg-5", "load.average", (("minutes", "5"),), rate=False),
    Field("queue", "ldavg-15", "load.average", (("minutes", "15"),), rate=False),
    *_pressure(),
    *_vmstat("swap-pages", {"pswpin": "pswpin", "pswpout": "pswpout"}),
    *_vmstat(
        "paging",
        {"majflt": "pgmajfault", "pgscank": "pgscan_kswapd", "pgscand": "pgscan_direct"},
    ),
    Field("memory", "avail", "memory.available", rate=False, factor=1024.0),
    _class("memfree", "MemFree"),
    _class("buffers", "Buffers"),
    _class("cached", "Cached"),
    _class("swpcad", "SwapCached"),
    _class("commit", "Committed_AS"),
    _class("dirty", "Dirty"),
    _class("anonpg", "AnonPages"),
    _class("slab", "Slab"),
    _class("kstack", "KernelStack"),
    _class("pgtbl", "PageTables"),
    _class("vmused", "VmallocUsed"),
    *_count("network/net-ip", "ip", {"irec": "InReceives", "orq": "OutRequests"}),
    *_count(
        "network/net-eip",
        "ip",
        {
            "ihdrerr": "InHdrErrors",
            "idisc": "InDiscards",
            "odisc": "OutDiscards",
            "onort": "OutNoRoutes",
            "asmf": "ReasmFails",
            "fragf": "FragFails",
        },
    ),
    *_count(
        "network/net-tcp",
        "tcp",
        {"active": "ActiveOpens", "passive": "PassiveOpens", "iseg": "InSegs", "oseg": "OutSegs"},
    ),
    *_count(
        "network/net-etcp",
        "tcp",
        {
            "atmptf": "AttemptFails",
            "estres": "EstabResets",
            "retrans": "RetransSegs",
            "isegerr": "InErrs",
            "orsts": "OutRsts",
        },
    ),
    *_count(
        "network/net-udp",
        "udp",
        {
            "idgm": "InDatagrams",
            "odgm": "OutDatagrams",
            "noport": "NoPorts",
            "idgmerr": "InErrors",
        },
    ),
    _sockets("tcpsck", "tcp", "inuse"),
    _sockets("tcp-tw", "tcp", "tw"),
    _sockets("udpsck", "udp", "inuse"),
)
"""Sections of one value each. Of several devices, CPUs or interfaces see sysstat_records.py."""

INTERFACE: Mapping[str, tuple[str, float]] = {
    "rxpck": ("received_packets", 1.0),
    "txpck": ("sent_packets", 1.0),
    "rxkB": ("received_bytes", 1024.0),
    "txkB": ("sent_bytes", 1024.0),
    "rxerr": ("received_errors", 1.0),
    "txerr": ("sent_errors", 1.0),
    "coll": ("collisions", 1.0),
    "rxdrop": ("received_dropped", 1.0),
    "txdrop": ("sent_dropped", 1.0),
    "txcarr": ("sent_carrier", 1.0),
    "rxfram": ("received_frame", 1.0),
    "rxfifo": ("received_fifo", 1.0),
    "txfifo": ("sent_fifo", 1.0),
}

SOFTNET: Mapping[str, str] = {
    "total": "softnet.packet_count",
    "dropd": "softnet.drop_count",
    "squeezd": "softnet.squeeze_count",
}

CPU_MODES: Mapping[str, tuple[str, ...]] = {
    "user": ("usr", "guest"),
    "nice": ("nice", "gnice"),
    "system": ("sys",),
    "idle": ("idle",),
    "iowait": ("iowait",),
    "irq": ("irq",),
    "softirq": ("soft",),
    "steal": ("steal",),
}
"""Modes of ours, and the fields that they are the sum of: sysstat takes guests off the user's."""

QUESTIONS = (
    "-u", "ALL", "-P", "ALL", "-w", "-q", "ALL", "-r", "ALL", "-S", "-W", "-B", "-d",
    "-n", "DEV,EDEV,SOCK,IP,EIP,TCP,ETCP,UDP,SOFT", "-F", "MOUNT",
)  # fmt: skip
"""What sadf is asked for; whatever the archive has not is left out of its answer."""

"""Which metric of Performance Co-Pilot is which of our families."""

from collections.abc import Mapping
from typing import NamedTuple

from hexascope.collect.collectors import network_stack, vmstat
from hexascope.collect.series.records import HERE
from hexascope.domain.evidence import Labels

IN_NAMESPACE: Labels = (("namespace", HERE),)
MILLI, MICRO, KIB, MIB = 1e-3, 1e-6, 1024.0, 1024.0 * 1024.0


class Metric(NamedTuple):
    """One metric: our family and labels, `by` the label that names its instances, its unit.

    `counter`: it counts on; else it is a value of its moment. `only` is the one instance that is
    meant.
    """

    name: str
    family: str
    labels: Labels = ()
    by: str = ""
    factor: float = 1.0
    counter: bool = True
    only: str = ""


CPU_MODES: Mapping[str, str] = {
    "user": "user",
    "nice": "nice",
    "system": "sys",
    "idle": "idle",
    "iowait": "wait.total",
    "irq": "irq.hard",
    "softirq": "irq.soft",
    "steal": "steal",
}


def _cpus() -> tuple[Metric, ...]:
    all_of_them = tuple(
        Metric(
            f"kernel.all.cpu.{theirs}",
            "cpu.time",
            (("cpu", "all"), ("mode", ours)),
            factor=MILLI,
        )
        for ours, theirs in CPU_MODES.items()
    )
    each = tuple(
        Metric(f"kernel.percpu.cpu.{theirs}", "cpu.time", (("mode", ours),), by="cpu", factor=MILLI)
        for ours, theirs in CPU_MODES.items()
    )
    return all_of_them + each


def _memory() -> tuple[Metric, ...]:
    classes = {
        "free": "MemFree", "bufmem": "Buffers", "cached": "Cached", "swapCached": "SwapCached",
        "active": "Active", "inactive": "Inactive", "dirty": "Dirty", "writeback": "Writeback",
        "mapped": "Mapped", "slab": "Slab", "slabReclaimable": "SReclaimable",
        "slabUnreclaimable": "SUnreclaim", "anonpages": "AnonPages", "kernelStack": "KernelStack",
        "pageTables": "PageTables", "vmallocUsed": "VmallocUsed", "committed_AS": "Committed_AS",
        "commitLimit": "CommitLimit", "shmem": "Shmem",
    }  # fmt: skip
    return (
        Metric("mem.physmem", "memory.total", factor=KIB, counter=False),
        Metric("mem.util.available", "memory.available", factor=KIB, counter=False),
        *(
            Metric(
                f"mem.util.{theirs}",
                "memory.size",
                (("class", ours),),
                factor=KIB,
                counter=False,
            )
            for theirs, ours in classes.items()
        ),
    )


def _vmstat() -> tuple[Metric, ...]:
    return tuple(
        Metric(
            f"mem.vmstat.{name}",
            "vmstat.count",
            (("name", name),),
            counter=not name.startswith("nr_"),
        )
        for name in vmstat.WANTED
    )


def _pressure() -> tuple[Metric, ...]:
    return tuple(
        Metric(
            f"kernel.all.pressure.{resource}.{kind}.total",
            f"pressure.{kind}_time",
            (("resource", resource),),
            factor=MICRO,
        )
        for resource in ("cpu", "memory", "io", "irq")
        for kind in ("some", "full")
    )


def _disks() -> tuple[Metric, ...]:
    told = (
        ("read", "reads", 1.0), ("write", "writes", 1.0), ("read_bytes", "read_bytes", KIB),
        ("write_bytes", "written_bytes", KIB), ("read_rawactive", "read_time", MILLI),
        ("write_rawactive", "write_time", MILLI), ("avactive", "busy_time", MILLI),
        ("aveq", "queue_time", MILLI), ("discard", "discards", 1.0), ("flush", "flushes", 1.0),
        ("flush_rawactive", "flush_time", MILLI),
    )  # fmt: skip
    return (
        *(
            Metric(f"disk.dev.{theirs}", f"disk.{ours}", by="device", factor=factor)
            for theirs, ours, factor in told
        ),
        Metric("disk.dev.inflight", "disk.in_flight", by="device", counter=False),
    )


def _protocols() -> tuple[Metric, ...]:
    """Give the counters of TCP, UDP and IP; PCP writes their names small, some without 'TCP'."""
    return tuple(
        Metric(
            f"network.{'tcp' if protocol == 'TcpExt' else protocol.lower()}.{theirs}",
            family,
            (("name", name), *IN_NAMESPACE),
            counter=name != "CurrEstab",
        )
        for (protocol, name), family in {**network_stack.SNMP, **network_stack.NETSTAT}.items()
        for theirs in dict.fromkeys((name.lower().removeprefix("tcp"), name.lower()))
    )


def _sockets() -> tuple[Metric, ...]:
    return tuple(
        Metric(
            f"network.sockstat.{protocol}.{state}",
            "sockstat.count",
            (*IN_NAMESPACE, ("protocol", protocol), ("state", state)),
            counter=False,
        )
        for protocol, states in (("tcp", ("inuse", "orphan", "tw", "alloc")), ("udp", ("inuse",)))
        for state in states
    )


def _softnet() -> tuple[Metric, ...]:
    told = (
        ("processed", "packet_count"),
        ("dropped", "drop_count"),
        ("time_squeeze", "squeeze_count"),
    )
    return tuple(
        Metric(f"network.softnet.{theirs}", f"softnet.{ours}", (("cpu", "all"),))
        for theirs, ours in told
    ) + tuple(
        Metric(f"network.softnet.percpu.{theirs}", f"softnet.{ours}", by="cpu")
        for theirs, ours in told
    )


LOADS = (("1 minute", "1"), ("5 minute", "5"), ("15 minute", "15"))

METRICS: tuple[Metric, ...] = (
    *_cpus(),
    Metric("kernel.all.pswitch", "cpu.context_switches"),
    Metric("kernel.all.sysfork", "cpu.forks"),
    Metric("kernel.all.runnable", "cpu.runnable", counter=False),
    Metric("kernel.all.blocked", "cpu.blocked", counter=False),
    Metric("kernel.all.nprocs", "load.tasks", counter=False),
    *(
        Metric("kernel.all.load", "load.average", (("minutes", ours),), counter=False, only=theirs)
        for theirs, ours in LOADS
    ),
    Metric("hinv.ncpu", "cpu.count", counter=False),
    *_pressure(),
    *_memory(),
    *_vmstat(),
    *_disks(),
    *_protocols(),
    *_sockets(),
    *_softnet(),
)

INTERFACE: Mapping[str, str] = {
    "in.bytes": "received_bytes",
    "in.packets": "received_packets",
    "in.errors": "received_errors",
    "in.drops": "received_dropped",
    "in.fifo": "received_fifo",
    "in.frame": "received_frame",
    "out.bytes": "sent_bytes",
    "out.packets": "sent_packets",
    "out.errors": "sent_errors",
    "out.drops": "sent_dropped",
    "out.fifo": "sent_fifo",
    "out.carrier": "sent_carrier",
    "collisions": "collisions",
}
FILESYSTEM: Mapping[str, str] = {
    "capacity": "size_bytes",
    "free": "free_bytes",
    "avail": "available_bytes",
    "maxfiles": "inodes",
    "freefiles": "inodes_free",
}
SWAP = ("mem.util.swapTotal", "mem.util.swapFree")
MOUNTED = "filesys.mountdir"
WORDS: Mapping[str, str] = {
    "kernel.uname.release": "host.kernel",
    "kernel.uname.machine": "host.architecture",
    "kernel.uname.distro": "host.distribution",
}

GRID = ("kernel.all.cpu.idle", "kernel.all.load", "mem.util.free")
"""Metrics of which the times are those of the records; the first that the archive has."""


def wanted() -> frozenset[str]:
    """Give the names of all metrics that are asked for, if the archive has them."""
    return frozenset(
        (
            *(one.name for one in METRICS),
            *(f"network.interface.{name}" for name in INTERFACE),
            *(f"filesys.{name}" for name in FILESYSTEM),
            *SWAP,
            MOUNTED,
            *WORDS,
        )
    )

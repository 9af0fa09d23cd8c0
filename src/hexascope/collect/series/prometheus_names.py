"""Which series of node_exporter is which of our families.

Written against node_exporter 1.5 and 1.8. What is added up, or becomes a row, is in
`prometheus_readings.py` or
`prometheus_rows.py`; it is named here all the same, for the question and for the docs.
"""

from typing import NamedTuple

from hexascope.collect.collectors import network_stack, vmstat

HERE = "host"
"""The network namespace that the exporter sees, which has no number there."""

Labels = tuple[tuple[str, str], ...]

DEVICE: Labels = (("device", "device"),)
IN_NAMESPACE: Labels = (("namespace", f"={HERE}"),)
MEMORY_START, MEMORY_END = "node_memory_", "_bytes"


class Rule(NamedTuple):
    """One series of theirs that is one of ours, in the same unit.

    `by` is the collector of node_exporter that exports it. `labels` give for each label of ours the
    name of theirs, or `=word` for a fixed one.
    """

    metric: str
    family: str
    by: str
    labels: Labels = ()


def _fixed(name: str, word: str) -> Labels:
    return ((name, f"={word}"),)


def _pressure() -> tuple[Rule, ...]:
    return tuple(
        Rule(
            f"node_pressure_{resource}_{theirs}_seconds_total",
            f"pressure.{ours}_time",
            "pressure",
            _fixed("resource", resource),
        )
        for resource, theirs, ours in (
            ("cpu", "waiting", "some"),
            ("memory", "waiting", "some"),
            ("memory", "stalled", "full"),
            ("io", "waiting", "some"),
            ("io", "stalled", "full"),
            ("irq", "stalled", "full"),
        )
    )


def _disks() -> tuple[Rule, ...]:
    return tuple(
        Rule(f"node_disk_{theirs}", f"disk.{ours}", "diskstats", DEVICE)
        for theirs, ours in (
            ("reads_completed_total", "reads"),
            ("read_bytes_total", "read_bytes"),
            ("read_time_seconds_total", "read_time"),
            ("writes_completed_total", "writes"),
            ("written_bytes_total", "written_bytes"),
            ("write_time_seconds_total", "write_time"),
            ("io_time_seconds_total", "busy_time"),
            ("io_time_weighted_seconds_total", "queue_time"),
            ("io_now", "in_flight"),
            ("discards_completed_total", "discards"),
            ("flush_requests_total", "flushes"),
            ("flush_requests_time_seconds_total", "flush_time"),
        )
    )


def _protocols() -> tuple[Rule, ...]:
    wanted = {**network_stack.SNMP, **network_stack.NETSTAT}
    return tuple(
        Rule(
            f"node_netstat_{protocol}_{name}",
            family,
            "netstat",
            (("name", f"={name}"), *IN_NAMESPACE),
        )
        for (protocol, name), family in wanted.items()
    )


def _sockets() -> tuple[Rule, ...]:
    counts = tuple(
        Rule(
            f"node_sockstat_{protocol.upper()}_{state}",
            "sockstat.count",
            "sockstat",
            (*IN_NAMESPACE, ("protocol", f"={protocol}"), ("state", f"={state}")),
        )
        for protocol, states in (("tcp", ("inuse", "orphan", "tw", "alloc")), ("udp", ("inuse",)))
        for state in states
    )
    memory = tuple(
        Rule(
            f"node_sockstat_{protocol.upper()}_mem_bytes",
            "sockstat.memory_bytes",
            "sockstat",
            _fixed("protocol", protocol),
        )
        for protocol in ("tcp", "udp")
    )
    return counts + memory


def _hardware() -> tuple[Rule, ...]:
    return (
        Rule(
            "node_edac_correctable_errors_total",
            "memory.corrected_errors",
            "edac",
            (("controller", "controller"),),
        ),
        Rule(
            "node_edac_uncorrectable_errors_total",
            "memory.uncorrected_errors",
            "edac",
            (("controller", "controller"),),
        ),
        *(
            Rule(
                f"node_memory_numa_{name}_total",
                "numa.count",
                "meminfo_numa",
                (("name", f"={name}"), ("node", "node")),
            )
            for name in ("numa_hit", "numa_miss", "numa_foreign")
        ),
        *(
            Rule(
                f"node_memory_numa_{name}",
                "numa.memory",
                "meminfo_numa",
                (("class", f"={ours}"), ("node", "node")),
            )
            for name, ours in (("MemTotal", "total"), ("MemFree", "free"))
        ),
    )


RULES: tuple[Rule, ...] = (
    Rule("node_context_switches_total", "cpu.context_switches", "stat"),
    Rule("node_forks_total", "cpu.forks", "stat"),
    Rule("node_intr_total", "cpu.interrupts", "stat"),
    Rule("node_procs_running", "cpu.runnable", "stat"),
    Rule("node_procs_blocked", "cpu.blocked", "stat"),
    Rule("node_boot_time_seconds", "cpu.booted_at", "stat"),
    Rule("node_load1", "load.average", "loadavg", _fixed("minutes", "1")),
    Rule("node_load5", "load.average", "loadavg", _fixed("minutes", "5")),
    Rule("node_load15", "load.average", "loadavg", _fixed("minutes", "15")),
    Rule("node_processes_threads", "load.tasks", "processes"),
    *_pressure(),
    Rule(
        "node_schedstat_waiting_seconds_total",
        "scheduler.run_delay_time",
        "schedstat",
        (("cpu", "cpu"),),
    ),
    *(
        Rule(f"node_vmstat_{name}", "vmstat.count", "vmstat", _fixed("name", name))
        for name in vmstat.WANTED
    ),
    *_disks(),
    *_protocols(),
    *_sockets(),
    *(
        Rule(f"node_softnet_{theirs}_total", f"softnet.{ours}", "softnet", (("cpu", "cpu"),))
        for theirs, ours in (
            ("processed", "packet_count"),
            ("dropped", "drop_count"),
            ("times_squeezed", "squeeze_count"),
        )
    ),
    Rule("node_nf_conntrack_entries", "conntrack.entries", "conntrack", IN_NAMESPACE),
    Rule("node_nf_conntrack_entries_limit", "conntrack.limit", "conntrack", IN_NAMESPACE),
    *(
        Rule(
            f"node_nf_conntrack_stat_{name}",
            "conntrack.drops",
            "conntrack",
            (("name", f"={name}"), *IN_NAMESPACE),
        )
        for name in ("insert_failed", "drop", "early_drop")
    ),
    Rule("node_filefd_allocated", "limits.used", "filefd", _fixed("table", "files")),
    Rule("node_filefd_maximum", "limits.most", "filefd", _fixed("table", "files")),
    Rule("node_entropy_available_bits", "entropy.available", "entropy"),
    Rule("node_entropy_pool_size_bits", "entropy.pool", "entropy"),
    Rule("node_timex_sync_status", "clock.synchronised", "timex"),
    Rule("node_timex_maxerror_seconds", "clock.error_bound", "timex"),
    Rule("node_timex_offset_seconds", "clock.offset", "timex"),
    *_hardware(),
)


class Made(NamedTuple):
    """What is made of several series: families or rows, by which collector of theirs."""

    metrics: tuple[str, ...]
    makes: tuple[str, ...]
    by: str


MADE: tuple[Made, ...] = (
    Made(("node_cpu_seconds_total",), ("cpu.time", "cpu.busy_time", "cpu.count"), "cpu"),
    Made(
        (f"{MEMORY_START}*{MEMORY_END}", "node_memory_HugePages_*"),
        ("memory.total", "memory.available", "memory.size", "memory.huge_pages"),
        "meminfo",
    ),
    Made(
        ("node_memory_SwapTotal_bytes", "node_memory_SwapFree_bytes"),
        ("swap.size", "swap.used"),
        "meminfo",
    ),
    Made(("node_boot_time_seconds",), ("host.since_boot",), "stat"),
    Made(("node_uname_info",), ("host.kernel", "host.architecture"), "uname"),
    Made(("node_os_info",), ("host.distribution",), "os"),
    Made(("node_dmi_info",), ("host.product",), "dmi"),
    Made(("node_time_clocksource_current_info",), ("clock.source",), "time"),
    Made(("node_disk_info",), ("disk.count", "device.count"), "diskstats"),
    Made(
        (
            "node_filesystem_size_bytes",
            "node_filesystem_free_bytes",
            "node_filesystem_avail_bytes",
            "node_filesystem_files",
            "node_filesystem_files_free",
            "node_filesystem_readonly",
        ),
        ("filesystem.space", "Mount"),
        "filesystem",
    ),
    Made(
        tuple(
            f"node_network_{name}_total"
            for name in (
                "receive_bytes", "receive_packets", "receive_errs", "receive_drop", "receive_fifo",
                "receive_frame", "transmit_bytes", "transmit_packets", "transmit_errs",
                "transmit_drop", "transmit_fifo", "transmit_colls", "transmit_carrier",
            )
        ),
        (
            "interface.count", "interface.received_bytes", "interface.received_packets",
            "interface.sent_bytes", "interface.sent_packets", "Interface",
        ),
        "netdev",
    ),
    Made(
        (
            "node_network_speed_bytes", "node_network_mtu_bytes", "node_network_flags",
            "node_network_carrier", "node_network_carrier_changes_total", "node_network_iface_id",
            "node_network_info",
        ),
        ("Interface",),
        "netclass",
    ),
    Made(
        ("node_hwmon_temp_celsius", "node_hwmon_temp_crit_celsius"),
        ("thermal.temperature", "thermal.trip"),
        "hwmon",
    ),
    Made(
        ("node_cpu_core_throttles_total", "node_cpu_package_throttles_total"),
        ("thermal.throttles",),
        "cpu",
    ),
    Made(
        (
            "node_md_disks", "node_md_disks_required", "node_md_blocks", "node_md_blocks_synced",
            "node_md_state",
        ),
        ("raid.count", "raid.missing_disks", "raid.failed_disks", "raid.rebuilt_share"),
        "mdadm",
    ),
    Made(("node_systemd_unit_state",), ("unit.count", "unit.failed_count"), "systemd"),
)  # fmt: skip

BESIDE = ("up", "node_scrape_collector_success")
"""Series that are asked for as well: whether the exporter answered, and what works there."""


def question() -> str:
    """Give the regular expression of the names of all series that are asked for."""
    memory = ("node_memory_[A-Za-z0-9_]+_bytes", "node_memory_HugePages_[A-Za-z]+")
    made = {name for one in MADE for name in one.metrics if "*" not in name}
    names = {rule.metric for rule in RULES} | made | set(BESIDE)
    return "|".join((*sorted(names), *memory))


def exported_by(family: str) -> tuple[str, tuple[str, ...]] | None:
    """Give the collector of node_exporter that a family needs, and its series, if there is one."""
    rules = [rule for rule in RULES if rule.family == family]
    if rules:
        return rules[0].by, tuple(rule.metric for rule in rules)
    made = next((one for one in MADE if family in one.makes), None)
    return (made.by, made.metrics) if made else None

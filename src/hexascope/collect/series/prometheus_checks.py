"""Which checks series of node_exporter can decide, and why not the others."""

from collections.abc import Mapping

JUDGED = frozenset(
    (
        "conntrack_full", "context_switches", "cpu_busy", "cpu_saturation", "disk_busy",
        "disk_latency", "entropy_low", "file_table", "filesystem_filling", "filesystem_full",
        "flush_storm", "fork_rate", "idle_huge_pages", "inodes_full", "interface_busy",
        "interface_collisions", "interface_drops", "interface_errors", "interface_packets",
        "kernel_time", "load_average", "memory_available", "memory_errors",
        "memory_fragmentation", "memory_reclaim", "numa_imbalance", "oom_kill", "overheating",
        "raid_degraded", "retransmissions", "slab_growth", "softirq", "softnet_drops", "steal",
        "swap_full", "swap_thrash", "unit_failed", "unowned_memory",
    )
)  # fmt: skip
"""Checks that stay sound with means of minutes and without processes; others are not asked."""

UNDECIDED: Mapping[str, str] = {
    "burst": "peaks shorter than the scrape interval are not seen",
    "burst_balance": "half seconds must be seen to tell whether a rate stands at its cap",
    "clock_step": "the time of the samples is Prometheus' own, not that of the host",
    "connection_refused": "node_exporter does not tell who opens connections, or to where",
    "frequency_throttling": "the frequency of one moment says nothing of minutes",
    "idle_capacity": "peaks shorter than the scrape interval are not seen",
    "interface_down": "node_exporter does not tell the addresses of an interface",
    "interface_slow": "node_exporter does not tell the best speed of a card",
    "kernel_table_full": "of the kernel's tables node_exporter exports that of open files only",
    "queue_drops": "the drops of queues are exported only where the collector qdisc is on",
    "shmem_growth": "a mean over minutes does not tell whether it still grows",
}
"""Why checks that have what they need are not asked all the same."""

SECOND_SERIES: Mapping[str, str] = {
    "disk_busy": "node_procs_blocked",
    "disk_latency": "node_procs_blocked",
    "flush_storm": "node_procs_blocked",
    "oom_kill": "node_vmstat_oom_kill",
}
"""Checks that need a series beside their families, where there are no processes and no log."""

UNREVIEWED = "nobody has shown yet that series of minutes decide it"

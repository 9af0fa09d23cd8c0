"""The table of links between checks: what explains what, and what shows it."""

from hexascope.check.links import Link, always, nobody_else, only_sufferer, same_culprit, touches

LINKS: tuple[Link, ...] = (
    Link(cause="cgroup_throttling", symptoms=("cpu_saturation", "run_delay"), shown=touches),
    Link(cause="filesystem_full", symptoms=("filesystem_filling",), shown=touches),
    Link(cause="single_cpu", symptoms=("cpu_saturation", "run_delay"), shown=always),
    Link(cause="oom_kill", symptoms=("cgroup_near_limit", "unit_failed"), shown=touches),
    Link(cause="zombies", symptoms=("pids_limit",), shown=touches),
    Link(cause="stopped_process", symptoms=("accept_queue", "zero_window"), shown=touches),
    # memory: who takes it explains that little is left, and what little left does to others
    Link(
        cause="memory_leak",
        symptoms=(
            "memory_available",
            "memory_reclaim",
            "swap_full",
            "swap_thrash",
            "commit_limit",
            "cgroup_near_limit",
        ),
        shown=touches,
    ),
    Link(
        cause="swap_thrash",
        symptoms=("memory_available", "memory_reclaim", "swap_full", "cgroup_near_limit"),
        shown=touches,
    ),
    Link(cause="swap_thrash", symptoms=("disk_busy", "disk_latency"), shown=nobody_else),
    Link(cause="swap_thrash", symptoms=("disk_busy", "disk_latency"), shown=touches),
    Link(
        cause="shmem_growth",
        symptoms=("memory_available", "memory_reclaim", "swap_full", "filesystem_filling"),
        shown=touches,
    ),
    *(
        Link(cause=cause, symptoms=("memory_available", "memory_reclaim"), shown=nobody_else)
        for cause in ("shmem_growth", "slab_growth", "unowned_memory", "idle_huge_pages")
    ),
    Link(cause="memory_available", symptoms=("memory_reclaim",), shown=always),
    Link(cause="memory_errors", symptoms=("hardware_errors",), shown=always),
    # disks: what holds requests up explains slow devices, and those the tasks that wait
    Link(
        cause="disk_offline",
        symptoms=("io_errors", "disk_latency", "filesystem_read_only", "blocked_pileup"),
        shown=touches,
    ),
    Link(cause="disk_worn", symptoms=("io_errors", "disk_latency"), shown=touches),
    Link(cause="raid_degraded", symptoms=("disk_latency",), shown=touches),
    Link(
        cause="io_errors",
        symptoms=("filesystem_read_only", "disk_latency", "blocked_pileup"),
        shown=touches,
    ),
    Link(
        cause="io_throttled",
        symptoms=("disk_latency", "disk_busy", "dirty_stall", "blocked_pileup"),
        shown=touches,
    ),
    Link(cause="burst_balance", symptoms=("disk_latency", "disk_busy"), shown=touches),
    Link(cause="flush_storm", symptoms=("disk_latency", "disk_busy"), shown=touches),
    Link(cause="disk_busy", symptoms=("disk_latency", "dirty_stall"), shown=touches),
    Link(cause="disk_latency", symptoms=("dirty_stall", "blocked_pileup"), shown=touches),
    Link(cause="hung_mount", symptoms=("blocked_pileup", "nfs_slow"), shown=touches),
    Link(cause="frozen_filesystem", symptoms=("blocked_pileup",), shown=touches),
    Link(cause="nfs_slow", symptoms=("blocked_pileup",), shown=touches),
    Link(cause="deleted_open", symptoms=("filesystem_full", "filesystem_filling"), shown=touches),
    Link(
        cause="log_storm",
        symptoms=(
            "filesystem_full",
            "filesystem_filling",
            "io_throttled",
            "disk_latency",
            "disk_busy",
            "flush_storm",
            "dirty_stall",
            "burst_balance",
            "blocked_pileup",
        ),
        shown=touches,
    ),
    # a reader of small pieces sleeps and wakes for each: the switches are not the trouble
    Link(cause="disk_busy", symptoms=("context_switches",), shown=same_culprit),
    Link(cause="deleted_executable", symptoms=("cpu_saturation", "run_delay"), shown=touches),
    Link(cause="cgroup_throttling", symptoms=("accept_queue",), shown=touches),
    Link(
        cause="interface_down",
        symptoms=("retransmissions", "stalled_socket", "queue_drops", "dns_unanswered"),
        shown=touches,
    ),
    Link(cause="queue_drops", symptoms=("retransmissions", "stalled_socket"), shown=touches),
    Link(cause="interface_errors", symptoms=("retransmissions",), shown=touches),
    Link(cause="interface_drops", symptoms=("retransmissions",), shown=touches),
    Link(cause="mtu_black_hole", symptoms=("stalled_socket", "retransmissions"), shown=touches),
    Link(cause="retransmissions", symptoms=("stalled_socket",), shown=touches),
    Link(cause="connection_churn", symptoms=("ephemeral_ports",), shown=touches),
    Link(cause="close_wait", symptoms=("descriptors_full", "file_table"), shown=touches),
    Link(cause="descriptors_full", symptoms=("file_table",), shown=touches),
    Link(cause="cpu_saturation", symptoms=("run_delay", "burst", "cpu_busy"), shown=touches),
    Link(cause="cpu_shares_neighbour", symptoms=("run_delay",), shown=touches),
    Link(
        cause="context_switches",
        symptoms=("cpu_saturation", "run_delay", "cpu_shares_neighbour"),
        shown=only_sufferer,
    ),
    Link(
        cause="fork_rate",
        symptoms=("cpu_saturation", "run_delay", "cpu_shares_neighbour"),
        shown=only_sufferer,
    ),
    Link(
        cause="softirq",
        symptoms=("cpu_saturation", "run_delay", "cpu_shares_neighbour", "kernel_time"),
        shown=only_sufferer,
    ),
    Link(cause="softirq", symptoms=("kernel_time", "softnet_drops"), shown=touches),
    Link(cause="context_switches", symptoms=("kernel_time",), shown=touches),
    Link(cause="fork_rate", symptoms=("kernel_time", "short_lived_processes"), shown=touches),
    Link(cause="gpu_errors", symptoms=("gpu_throttled",), shown=touches),
    Link(cause="overheating", symptoms=("frequency_throttling",), shown=always),
    Link(cause="realtime_monopoly", symptoms=("cpu_saturation", "run_delay"), shown=touches),
    # programs: what holds one of them up explains what its clients and its threads show
    Link(
        cause="jvm_heap_full",
        symptoms=(
            "jvm_gc",
            "busy_thread",
            "lock_convoy",
            "accept_queue",
            "context_switches",
            "connection_pool_exhausted",
        ),
        shown=touches,
    ),
    Link(
        cause="database_waiters",
        symptoms=("connection_pool_exhausted", "accept_queue"),
        shown=touches,
    ),
    Link(cause="resolver_first_dead", symptoms=("dns_unanswered",), shown=same_culprit),
    Link(
        cause="redis_slow_commands",
        symptoms=("event_loop_stalled", "busy_thread", "accept_queue"),
        shown=same_culprit,
    ),
    # a server that answers late makes those before it give up or run out of connections
    *(
        Link(cause=cause, symptoms=("upstream_timeouts",), shown=touches)
        for cause in (
            "jvm_heap_full",
            "database_waiters",
            "unanswered_queries",
            "sequential_scans",
            "event_loop_stalled",
            "connection_pool_exhausted",
        )
    ),
    Link(
        cause="unanswered_queries",
        symptoms=("connection_pool_exhausted", "accept_queue", "lock_convoy"),
        shown=touches,
    ),
    Link(cause="upstream_timeouts", symptoms=("close_wait",), shown=same_culprit),
    Link(
        cause="event_loop_stalled",
        symptoms=("busy_thread", "accept_queue", "single_cpu", "cpu_busy", "zero_window"),
        shown=same_culprit,
    ),
    Link(cause="event_loop_stalled", symptoms=("connection_pool_exhausted",), shown=touches),
    Link(cause="jvm_heap_full", symptoms=("event_loop_stalled",), shown=same_culprit),
    # who gets no CPU, no memory or no answer of a disk reads no requests either
    *(
        Link(
            cause=cause,
            symptoms=("event_loop_stalled", "upstream_timeouts", "unanswered_queries"),
            shown=touches,
        )
        for cause in (
            "cgroup_throttling",
            "realtime_monopoly",
            "stopped_process",
            "swap_thrash",
            "io_throttled",
            "log_storm",
            "disk_latency",
            "hung_mount",
        )
    ),
    Link(cause="database_waiters", symptoms=("event_loop_stalled",), shown=touches),
    Link(
        cause="sequential_scans",
        symptoms=(
            "cpu_saturation",
            "cpu_busy",
            "run_delay",
            "burst",
            "disk_busy",
            "disk_latency",
            "connection_pool_exhausted",
        ),
        shown=touches,
    ),
    Link(
        cause="connection_pool_exhausted",
        symptoms=("accept_queue", "lock_convoy"),
        shown=touches,
    ),
    Link(
        cause="jvm_heap_full",
        symptoms=("cpu_saturation", "run_delay", "cpu_shares_neighbour", "kernel_time"),
        shown=only_sufferer,
    ),
    # a target: what is wrong on the host explains what its threads wait for
    Link(cause="cgroup_throttling", symptoms=("target_throttled",), shown=touches),
    *(
        Link(cause=cause, symptoms=("target_runnable",), shown=touches)
        for cause in ("cpu_saturation", "run_delay", "cpu_shares_neighbour", "realtime_monopoly")
    ),
    *(
        Link(cause=cause, symptoms=("target_disk_wait", "target_peer_wait"), shown=touches)
        for cause in ("disk_busy", "disk_latency", "flush_storm", "io_throttled", "log_storm")
    ),
    *(
        Link(cause=cause, symptoms=("target_swapping",), shown=touches)
        for cause in ("memory_leak", "swap_thrash", "memory_reclaim", "memory_available")
    ),
    Link(cause="lock_convoy", symptoms=("target_lock_wait",), shown=same_culprit),
    *(
        Link(cause=cause, symptoms=("target_peer_wait",), shown=touches)
        for cause in (
            "database_waiters",
            "connection_pool_exhausted",
            "jvm_heap_full",
            "cgroup_throttling",
            "cpu_saturation",
            "run_delay",
        )
    ),
    # what a profile shows is a detail of whatever blames the same program
    *(
        Link(cause=cause, symptoms=("hot_function",), shown=same_culprit)
        for cause in (
            "cpu_saturation",
            "cpu_shares_neighbour",
            "cpu_busy",
            "busy_thread",
            "cgroup_throttling",
            "event_loop_stalled",
            "kernel_time",
            "single_cpu",
        )
    ),
    # a runaway that has to share the CPUs is the only one who waits: nobody else is harmed
    *(
        Link(
            cause=cause,
            symptoms=("cpu_saturation", "run_delay", "cpu_shares_neighbour"),
            shown=only_sufferer,
        )
        for cause in (
            "memory_leak",
            "swap_thrash",
            "disk_busy",
            "flush_storm",
            "filesystem_filling",
            "log_storm",
            "connection_churn",
            "connection_refused",
            "close_wait",
            "descriptors_full",
            "deleted_executable",
        )
    ),
)

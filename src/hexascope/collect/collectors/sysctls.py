"""The kernel's settings that cost, save or risk something."""

from collections.abc import Iterator

from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

WANTED = (
    "vm.swappiness",
    "vm.overcommit_memory",
    "vm.overcommit_ratio",
    "vm.dirty_ratio",
    "vm.dirty_background_ratio",
    "vm.min_free_kbytes",
    "vm.zone_reclaim_mode",
    "vm.panic_on_oom",
    "vm.mmap_min_addr",
    "net.core.somaxconn",
    "net.core.netdev_max_backlog",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.tcp_tw_reuse",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.tcp_congestion_control",
    "net.ipv4.tcp_slow_start_after_idle",
    "net.ipv4.tcp_window_scaling",
    "net.ipv4.tcp_sack",
    "net.ipv4.tcp_timestamps",
    "net.ipv4.conf.all.accept_redirects",
    "net.ipv4.conf.all.accept_source_route",
    "kernel.randomize_va_space",
    "kernel.kptr_restrict",
    "kernel.dmesg_restrict",
    "kernel.yama.ptrace_scope",
    "kernel.unprivileged_bpf_disabled",
    "kernel.kexec_load_disabled",
    "kernel.sysrq",
    "kernel.perf_event_paranoid",
    "kernel.sched_autogroup_enabled",
    "kernel.sched_rt_runtime_us",
    "kernel.numa_balancing",
    "kernel.task_delayacct",
    "kernel.panic",
    "fs.protected_symlinks",
    "fs.protected_hardlinks",
    "fs.suid_dumpable",
)


@collector(reads=("/proc/sys",), gives=("sysctl.value",))
def sysctls(host: HostFiles) -> Iterator[Reading | Missing]:
    """Read some forty settings under /proc/sys; one that this kernel has not is left out."""
    none_read = True
    refusal = NotHere(Status.NOT_PRESENT, "/proc/sys has none of the settings that are looked at")
    for name in WANTED:
        source = f"/proc/sys/{name.replace('.', '/')}"
        try:
            value = _words(host, source)
        except NotHere as reason:
            # not every kernel has every setting: its absence is no lack
            if reason.status is not Status.NOT_PRESENT:
                refusal = reason
                yield Missing(f"sysctl.{name}", reason.status, reason.reason)
            continue
        none_read = False
        yield Reading("sysctl.value", (("name", name),), value, source)
    if none_read:
        raise refusal


def _words(host: HostFiles, source: str) -> str:
    words = host.read(source).split()
    if not words:
        raise NotHere(Status.UNREADABLE, f"{source} is empty")
    return " ".join(words)

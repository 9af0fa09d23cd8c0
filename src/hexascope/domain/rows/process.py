"""Processes and threads: as read in one look, as sampled between, and what they did meanwhile."""

from typing import NamedTuple


class Process(NamedTuple):
    """One process in a full look. None means that the file could not be read.

    Times in seconds, sizes in bytes, counters since the start of the process. `start_s` is
    seconds since boot and makes (pid, start_s) an identity. `fields` that need a second file:
    status (memory kinds, switches, affinity), schedstat, io, fd, limits, and links under
    /proc/PID.
    """

    pid: int
    ppid: int
    comm: str
    state: str
    start_s: float
    user_s: float
    system_s: float
    children_user_s: float
    children_system_s: float
    minor_faults: int
    major_faults: int
    children_minor_faults: int
    children_major_faults: int
    threads: int
    nice: int
    policy: int
    realtime_priority: int
    processor: int
    rss_bytes: int
    virtual_bytes: int
    flags: int
    block_delay_s: float = 0.0
    uid: int | None = None
    anon_bytes: int | None = None
    shmem_bytes: int | None = None
    swap_bytes: int | None = None
    voluntary_switches: int | None = None
    involuntary_switches: int | None = None
    cpus_allowed: str = ""
    oncpu_s: float | None = None
    run_delay_s: float | None = None
    read_chars: int | None = None
    written_chars: int | None = None
    read_calls: int | None = None
    write_calls: int | None = None
    read_bytes: int | None = None
    write_bytes: int | None = None
    descriptors: int | None = None
    descriptor_limit: int | None = None
    process_limit: int | None = None
    wait_channel: str = ""
    syscall: str = ""
    command: str = ""
    executable: str = ""
    executable_deleted: bool = False
    cgroup: str = ""
    cgroups: tuple[tuple[str, str], ...] = ()
    net_namespace: str = ""
    mount_namespace: str = ""
    pid_namespace: str = ""
    root: str = "/"

    @property
    def is_kernel_thread(self) -> bool:
        """Say whether it is one of the kernel's own (PF_KTHREAD in flags)."""
        return bool(self.flags & 0x00200000)

    @property
    def identity(self) -> tuple[int, float]:
        """Give what tells it from a later process with the same pid."""
        return (self.pid, self.start_s)


class Thread(NamedTuple):
    """One thread in a full look; `syscall` is the raw line of /proc/PID/task/TID/syscall."""

    pid: int
    tid: int
    comm: str
    state: str
    start_s: float
    user_s: float
    system_s: float
    processor: int
    policy: int = 0
    realtime_priority: int = 0
    run_delay_s: float | None = None
    voluntary_switches: int | None = None
    involuntary_switches: int | None = None
    cpus_allowed: str = ""
    wait_channel: str = ""
    syscall: str = ""


class ProcessSample(NamedTuple):
    """One process in a light look: what /proc/PID/stat alone tells."""

    pid: int
    ppid: int
    comm: str
    state: str
    start_s: float
    cpu_s: float
    rss_bytes: int
    threads: int


class ProcessUse(NamedTuple):
    """What one process did in the window. `now` is the last look's row (the last seen of it).

    Shares are of one CPU or of the window (1.0 = the whole time); rates are a second; what began
    or ended meanwhile is counted by the length of the whole window all the same. None means that
    it could not be seen. `states` has a letter for each look that saw it, in order. `rss_series`
    holds (seconds since the first look, bytes). `was_new`: started in the window; `ended`: gone
    before its end.
    """

    now: Process
    seconds: float
    cpu_share: float
    user_share: float
    system_share: float
    children_cpu_share: float
    run_delay_share: float | None
    block_delay_share: float
    minor_faults_per_s: float
    major_faults_per_s: float
    children_minor_faults_per_s: float
    voluntary_per_s: float | None
    involuntary_per_s: float | None
    read_bytes_per_s: float | None
    write_bytes_per_s: float | None
    written_chars_per_s: float | None
    read_calls_per_s: float | None
    write_calls_per_s: float | None
    rss_growth_per_s: float
    anon_growth_per_s: float | None
    swap_growth_per_s: float | None
    descriptor_growth_per_s: float | None
    states: str
    rss_series: tuple[tuple[float, float], ...]
    was_new: bool
    ended: bool

    @property
    def pid(self) -> int:
        """Give the process id."""
        return self.now.pid


class ThreadUse(NamedTuple):
    """What one thread did in the window; shares as in ProcessUse."""

    now: Thread
    seconds: float
    cpu_share: float
    system_share: float
    run_delay_share: float | None
    voluntary_per_s: float | None
    states: str

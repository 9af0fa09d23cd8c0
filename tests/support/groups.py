"""Control groups, threads and units made by hand."""

from collections.abc import Mapping

from hexascope.domain.rows import Cgroup, CgroupUse, Thread, ThreadUse

_USE: Mapping[str, object] = {
    "seconds": 5.0,
    "cpu_share": 0.0,
    "periods": 0,
    "throttled_periods": 0,
    "throttled_share": 0.0,
    "limit_hits": 0,
    "oom_kills": 0,
    "pids_limit_hits": 0,
    "memory_growth_per_s": 0.0,
    "read_bytes_per_s": 0.0,
    "write_bytes_per_s": 0.0,
    "cpu_some_share": None,
    "memory_full_share": None,
    "io_full_share": None,
}

_THREAD: Mapping[str, object] = {
    "pid": 4242,
    "tid": 4243,
    "comm": "pool",
    "state": "S",
    "start_s": 50.0,
    "user_s": 0.0,
    "system_s": 0.0,
    "processor": 0,
}


def group_use(now: Cgroup, **fields: object) -> CgroupUse:
    """Make what a control group did in the window; all fields have a harmless value."""
    return CgroupUse(**{"now": now, **_USE, **fields})  # type: ignore[arg-type] # the row checks


def thread(**fields: object) -> Thread:
    """Make a thread row."""
    return Thread(**{**_THREAD, **fields})  # type: ignore[arg-type] # as above


def thread_use(now: Thread, cpu_share: float = 0.0) -> ThreadUse:
    """Make what a thread did in the window."""
    return ThreadUse(
        now=now,
        seconds=5.0,
        cpu_share=cpu_share,
        system_share=0.0,
        run_delay_share=None,
        voluntary_per_s=None,
        states="SS",
    )

"""Service units of systemd."""

from typing import NamedTuple


class ServiceUnit(NamedTuple):
    """One unit: its states, how often it was restarted, when it started (seconds since boot)."""

    name: str
    active: str
    sub: str
    result: str
    restarts: int
    started_s: float | None
    main_pid: int
    memory_bytes: int | None = None
    cgroup: str = ""

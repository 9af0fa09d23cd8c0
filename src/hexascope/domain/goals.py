"""What the user wants from a host: goals, constraints and service levels."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Goals:
    """Stated in `[goals]` of the settings; part of every case.

    Utilizations above a stated goal (ratios) count as harm; without a goal they are 'busy'. `sla`
    are the service levels that must be kept, in the user's words.
    """

    cpu_utilization: float | None = None
    memory_utilization: float | None = None
    disk_utilization: float | None = None
    disk_await_s: float | None = None
    statement: str = ""
    constraints: tuple[str, ...] = ()
    sla: tuple[str, ...] = ()

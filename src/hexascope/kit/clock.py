"""The only reader of the time."""

import os
import time
from datetime import UTC, datetime


def monotonic() -> float:
    """Give seconds on the clock that no one can set."""
    return time.monotonic()


def wall() -> float:
    """Give seconds since 1970."""
    return time.time()


def since_boot() -> float:
    """Give seconds since boot, sleep included: the clock of process start times and /dev/kmsg."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def cpu_seconds() -> float:
    """Give the CPU time of this thread in seconds."""
    return time.thread_time()


def process_cpu_seconds() -> float:
    """Give the CPU time of this process and of the children it has waited for, in seconds."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def pause(seconds: float) -> None:
    """Wait; negative and zero waits end at once."""
    if seconds > 0:
        time.sleep(seconds)


def rfc3339(seconds: float) -> str:
    """Write a wall-clock time in UTC: `2026-11-21T06:20:00.123Z`; ValueError beyond year 9999."""
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OSError, OverflowError):
        raise ValueError(f"{seconds!r:.40} is no time of the calendar") from None
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def seconds_of(time: str) -> float:
    """Read a time as `rfc3339` writes it, in seconds since 1970; ValueError for what is none."""
    return datetime.fromisoformat(time).timestamp()


def local(seconds: float) -> str:
    """Write a wall-clock time as the clocks of this host show it: `2026-11-21 06:20:00`."""
    try:
        return datetime.fromtimestamp(seconds).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    except (OSError, OverflowError, ValueError):
        return f"{seconds:.0f} s after 1970"

"""Lines of the kernel log."""

from typing import NamedTuple


class LogLine(NamedTuple):
    """One record of /dev/kmsg: when (seconds since boot), its level (0 = emergency), its text."""

    at_s: float
    level: int
    sequence: int
    text: str

"""The words of the USE method: which resource, which aspect, how bad, how measured."""

from enum import IntEnum, StrEnum


class Resource(StrEnum):
    """What a finding is about."""

    CPU = "cpu"
    MEMORY = "memory"
    SWAP = "swap"
    DISK = "disk"
    FILESYSTEM = "filesystem"
    NETWORK = "network"
    TASKS = "tasks"
    DESCRIPTORS = "descriptors"
    PROCESS = "process"
    DEPENDENCY = "dependency"
    KERNEL = "kernel"
    POWER = "power"
    TIME = "time"
    SECURITY = "security"


class Aspect(StrEnum):
    """Which side of the resource: the three of USE, and what stands beside them."""

    UTILIZATION = "utilization"
    SATURATION = "saturation"
    ERRORS = "errors"
    LATENCY = "latency"
    CAPACITY = "capacity"
    SECURITY = "security"
    COST = "cost"


class Severity(IntEnum):
    """How bad a finding is; the order is the meaning."""

    INFO = 0
    LOW = 1
    MEDIUM = 2
    HIGH = 3
    CRITICAL = 4

    @property
    def word(self) -> str:
        """Give the word used in JSON and on screen."""
        return self.name.lower()


class Harm(IntEnum):
    """What a finding does to the work on the host: the first key of the ranking."""

    NONE = 0  # a standing condition, idle capacity
    BUSY = 1  # a resource is much used, and nobody is shown to suffer
    WASTE = 2  # work is done that need not be done: churn, leaks, storms
    WAITING = 3  # somebody is shown to wait or to be held back
    FAILING = 4  # something fails: errors, kills, refusals, a full or dead resource


class When(StrEnum):
    """Whether the trouble was there within the window."""

    NOW = "now"
    PAST = "past"


class Status(StrEnum):
    """How well a thing could be measured. Missing is a value, never zero."""

    MEASURED = "measured"
    NO_PERMISSION = "no_permission"
    NOT_PRESENT = "not_present"
    NOT_SUPPORTED = "not_supported"
    VIRTUAL = "virtual"
    UNREADABLE = "unreadable"
    NOT_ASKED = "not_asked"  # no target was named, or the probe was not wanted


class Unit(StrEnum):
    """Units in data. Percent and milliseconds exist only in text for people."""

    SECONDS = "s"
    BYTES = "bytes"
    RATIO = "ratio"
    COUNT = "count"
    PER_SECOND = "per_s"
    TEXT = "text"

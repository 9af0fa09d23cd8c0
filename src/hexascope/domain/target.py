"""What a user asks about by name: a unit, a process, a port; and where its time goes."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class TargetKind(StrEnum):
    """By what a target is named."""

    UNIT = "unit"
    PID = "pid"
    CGROUP = "cgroup"
    CONTAINER = "container"
    PORT = "port"
    PATH = "path"


@dataclass(frozen=True, slots=True)
class Target:
    """What the user named: `Target(TargetKind.UNIT, "nginx")`."""

    kind: TargetKind
    name: str


LONGEST_NAME = 1024
MOST_PORT = 65535
MOST_PID = 2**22


def wrong_with(kind: TargetKind, name: str) -> str:
    """Say what is wrong with the name of a target, '' where nothing is."""
    if len(name) > LONGEST_NAME or not name.isprintable():
        return f"a name has at most {LONGEST_NAME} characters, all printable"
    if kind is TargetKind.PID and not _within(name, MOST_PID):
        return "a process id is a number from 1 on, as `ps` shows it"
    if kind is TargetKind.PORT and not _within(name, MOST_PORT):
        return f"a port is a number from 1 to {MOST_PORT}"
    if kind in (TargetKind.CGROUP, TargetKind.PATH) and not name.startswith("/"):
        return "write it from the root on, such as /system.slice or /var/lib/x"
    return ""


def _within(word: str, most: int) -> bool:
    return word.isascii() and word.isdecimal() and len(word) < 9 and 0 < int(word) <= most


class ThreadState(StrEnum):
    """Where a thread's time goes; the shares of all states add up to 1."""

    ON_CPU = "on_cpu"
    RUNNABLE = "runnable"  # ready, and waits for a CPU
    THROTTLED = "throttled"  # ready, and held back by its group's CPU quota
    DISK = "disk"
    FILESYSTEM = "filesystem"
    LOCK = "lock"
    NETWORK = "network"
    PROCESS = "process"  # waits for another process through a pipe or a local socket
    SWAPPING = "swapping"
    SLEEPING = "sleeping"  # has nothing to do, or waits for a timer
    UNKNOWN = "unknown"


STATE_WORDS: Mapping[ThreadState, str] = {
    ThreadState.ON_CPU: "runs on a CPU",
    ThreadState.RUNNABLE: "waits for a CPU",
    ThreadState.THROTTLED: "is held back by its CPU quota",
    ThreadState.DISK: "waits for a disk",
    ThreadState.FILESYSTEM: "waits for the file system",
    ThreadState.LOCK: "waits for a lock",
    ThreadState.NETWORK: "waits for the network",
    ThreadState.PROCESS: "waits for another process",
    ThreadState.SWAPPING: "waits for memory",
    ThreadState.SLEEPING: "has nothing to do",
    ThreadState.UNKNOWN: "not known",
}
"""What a thread does in each state, as reports say it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateShare:
    """One state's share of the time of some threads, and what most of it was spent on.

    `on` names the lock, peer, pipe, file or device (empty: nothing more is known), `on_share` its
    part of the whole time; `key` the evidence.
    """

    state: ThreadState
    share: float
    on: str = ""
    on_share: float = 0.0
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreadGroup:
    """Threads of one name in one program, summed: worker 1 to 8 are one group `worker`."""

    name: str
    pids: tuple[int, ...]
    threads: int
    shares: tuple[StateShare, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hop:
    """One step from a waiter to whom it waits for; `depth` 1 starts at the target itself.

    `via` says through what: `tcp 127.0.0.1:5432`, `pipe 4711`, `cgroup /web`, `device vda`.
    `share` is the part of the waiter's time; None where only the link is known.
    """

    depth: int
    waiter: str
    waiter_pids: tuple[int, ...]
    via: str
    other: str
    other_pids: tuple[int, ...]
    share: float | None = None
    state: ThreadState = ThreadState.UNKNOWN
    other_does: tuple[StateShare, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetStory:
    """Where the time of a target went, who took it away, over up to three hops.

    `members` are (pid, program) of its processes, `seconds` the threads' time that was watched,
    `samples` how often they were looked at; `gaps` says what could not be seen and why.
    """

    target: Target
    members: tuple[tuple[int, str], ...]
    threads: int
    seconds: float
    samples: int
    shares: tuple[StateShare, ...]
    groups: tuple[ThreadGroup, ...] = ()
    hops: tuple[Hop, ...] = ()
    gaps: tuple[str, ...] = ()

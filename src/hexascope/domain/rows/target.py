"""The target of an examination: its processes, and its threads as sampled."""

from typing import NamedTuple


class TargetProcess(NamedTuple):
    """One process that belongs to what the user named, and why (`main process`, `child of 12`)."""

    pid: int
    start_s: float
    why: str


class TaskSample(NamedTuple):
    """One thread of the target in one look.

    `oncpu_s` and `run_delay_s` count since the thread's start; `syscall` is the raw line of
    /proc/PID/task/TID/syscall, `stack` the kernel functions, the innermost first, where readable.
    """

    pid: int
    tid: int
    comm: str
    state: str
    oncpu_s: float | None
    run_delay_s: float | None
    switches: int | None = None
    wait_channel: str = ""
    syscall: str = ""
    stack: str = ""

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
    `call` names the system call, `on` what its descriptors stand for. A row holds until the next
    one of its thread: who has not run since still waits where it did; state X: it ended. `depth`
    is 0 for the target, else how many steps of waiting led to this thread.
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
    call: str = ""
    on: tuple[str, ...] = ()
    depth: int = 0


class OtherEnd(NamedTuple):
    """Whom a socket or a pipe leads to: `name` is its link, such as `socket:[4711]`.

    `kind` is tcp, unix or pipe; `side` says which one of the waiter's is: client, server,
    listener, or pair. `spoke_last` tells that our side has sent later than it has received (None:
    not told). Queues in bytes. `writers` and `readers` are the processes at the other end, and
    `awaits_us` says that these wait to be asked by us, and for nobody else (None: not seen).
    """

    name: str
    kind: str
    side: str
    local: str
    remote: str
    spoke_last: bool | None
    receive_queue: int
    send_queue: int
    writers: tuple[int, ...]
    readers: tuple[int, ...]
    awaits_us: bool | None = None


class LoopSample(NamedTuple):
    """One thread that waits for several things at once: which of them may owe it an answer."""

    pid: int
    tid: int
    on: tuple[str, ...]

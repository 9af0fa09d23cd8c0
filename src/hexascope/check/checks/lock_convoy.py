"""Lock convoy: many threads of one program stand before one lock."""

from collections import defaultdict
from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.check.members import of_pid
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.rows import ProcessUse, Thread, ThreadUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

FUTEX = ("202", "98", "240", "221", "422")
"""Numbers of the system call futex: x86-64, arm64 and riscv, i386 and arm, ppc64, futex_time64."""

CONTENDED = 2
"""What a mutex of glibc, musl or Rust holds when somebody waits for it; the waiter says so.

A worker that waits for work waits for a condition or a semaphore, and gives another value.
"""


@declared
class Limits:
    """Limits of lock_convoy."""

    waiters: float = limit(
        8, Unit.COUNT, "threads that wait for the same lock in both looks", source="checks.md"
    )
    share: float = limit(
        0.5, Unit.RATIO, "share of the process' threads that wait for that lock", source="checks.md"
    )
    cpu_share: float = limit(
        0.9,
        Unit.RATIO,
        "share of one CPU above which the process gets its work done one thread at a time",
        source="ours: a lock that is held while computing is a CPU-bound program",
    )


@check(resource=Resource.PROCESS, aspect=Aspect.SATURATION, needs=("thread.count",), limits=Limits)
def lock_convoy(case: Case, limits: Limits) -> Iterator[Found]:
    """Most threads of a program wait for one and the same lock.

    Why it matters: the program then serves one request at a time, whatever number of threads or
    CPUs it has. CPUs and disks are idle, so every gauge of the host looks healthy.

    What to do: find who holds the lock and what it waits for meanwhile (`gdb -p PID`, then
    `thread apply all bt`; `jstack PID`; `py-spy dump`). Don't wait for a disk or a network within
    a lock; more threads make it worse.
    """
    before = {(one.pid, one.tid): _lock(one) for one in case.window.first.rows(Thread)}
    waiting: dict[tuple[int, str], int] = defaultdict(int)
    threads: dict[int, int] = defaultdict(int)
    for use in case.rows(ThreadUse):
        row = use.now
        threads[row.pid] += 1
        address = _lock(row)
        if address and before.get((row.pid, row.tid)) == address:
            waiting[row.pid, address] += 1
    for (pid, address), number in waiting.items():
        if number < limits.waiters or number < threads[pid] * limits.share:
            continue
        use_of = of_pid(case, pid)
        if use_of is None or use_of.cpu_share < limits.cpu_share:
            yield _found(case, (pid, address), float(number), use_of, limits)


def _lock(row: Thread) -> str:
    """Give the address of the contended mutex that a thread waits for, empty for all else."""
    fields = row.syscall.split()
    if len(fields) < 4 or fields[0] not in FUTEX:
        return ""
    try:
        contended = int(fields[3], 16) & 0xFFFFFFFF == CONTENDED
    except ValueError:
        return ""
    return fields[1] if contended else ""


def _found(
    case: Case, lock: tuple[int, str], number: float, use: ProcessUse | None, limits: Limits
) -> Found:
    pid, address = lock
    told = [
        evidence(
            "task.lock_waiters",
            number,
            source=f"/proc/{pid}/task/TID/syscall",
            window_s=case.window.seconds,
            address=address,
            pid=str(pid),
        )
    ]
    if use is None:
        culprit = Entity(kind=EntityKind.PROCESS, name=f"pid {pid}", pid=pid, pids=(pid,))
    else:
        culprit = culprits.process(case, use)
        told.append(
            evidence(
                "process.cpu_share",
                use.cpu_share,
                source=f"/proc/{pid}/stat",
                window_s=use.seconds,
                pid=str(pid),
            )
        )
    return Found(
        severity=Severity.MEDIUM,
        harm=Harm.WAITING,
        title=text(
            "{number:count} threads of {name} wait for one lock", number=number, name=culprit.name
        ),
        description=_why(use),
        recommendation=text(
            "See who holds the lock and what it waits for: gdb -p {pid}, then 'thread apply all bt'"
            " (a JVM: jstack {pid}). Hold it for less, or split it; more threads make it worse.",
            pid=str(pid),
        ),
        proposals=(),
        culprit=culprit,
        victims=(culprit,),
        evidence=tuple(told),
        threshold=limits.waiters,
        confidence=80,
    )


def _why(use: ProcessUse | None) -> Text:
    if use is None:
        return text("Both looks saw them before the same mutex, in the system call futex.")
    return text(
        "Both looks saw them before the same mutex, in the system call futex, while the whole"
        " process used {cpu:percent} of a CPU: it is the lock that holds it back.",
        cpu=use.cpu_share,
    )

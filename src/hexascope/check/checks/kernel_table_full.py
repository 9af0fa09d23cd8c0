"""One of the kernel's tables is nearly full: tasks, asynchronous I/O, SysV IPC or keys."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from hexascope.check import culprits
from hexascope.check.contract import check, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


class _Table(NamedTuple):
    """How full it is in words, the setting that limits it, and what fails when it is full."""

    title: Callable[[float], Text]
    sysctl: str
    fails: Text
    resource: Resource
    value_is_the_limit: bool = True


TABLES = {
    "tasks": _Table(
        lambda share: text(
            "{share:percent} of the processes and threads that the kernel allows are there",
            share=share,
        ),
        "kernel.threads-max",
        text("No process and no thread can be started any more (EAGAIN), logins included."),
        Resource.TASKS,
    ),
    "aio": _Table(
        lambda share: text(
            "{share:percent} of the requests of asynchronous I/O that the kernel allows are in use",
            share=share,
        ),
        "fs.aio-max-nr",
        text("Databases that use it can't set up new contexts (EAGAIN in io_setup)."),
        Resource.DISK,
    ),
    "semaphores": _Table(
        lambda share: text(
            "{share:percent} of the System V semaphore sets that the kernel allows are in use",
            share=share,
        ),
        "kernel.sem",
        text("Programs that need one can't start: semget fails with ENOSPC."),
        Resource.KERNEL,
        value_is_the_limit=False,  # it holds four numbers
    ),
    "messages": _Table(
        lambda share: text(
            "{share:percent} of the System V message queues that the kernel allows are in use",
            share=share,
        ),
        "kernel.msgmni",
        text("Programs that need one fail: msgget gives ENOSPC."),
        Resource.KERNEL,
    ),
    "shared_memory": _Table(
        lambda share: text(
            "{share:percent} of the System V memory segments that the kernel allows are in use",
            share=share,
        ),
        "kernel.shmmni",
        text("Programs that need one fail: shmget gives ENOSPC."),
        Resource.KERNEL,
    ),
    "keys": _Table(
        lambda share: text(
            "A user holds {share:percent} of the keys that the kernel allows him", share=share
        ),
        "kernel.keys.maxkeys",
        text("New sessions, containers and mounts of that user fail with EDQUOT."),
        Resource.KERNEL,
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of kernel_table_full."""

    share: float = limit(
        0.80, Unit.RATIO, "share of the table in use", source="checks.md: 80 / 95 %"
    )
    high_share: float = limit(
        0.95,
        Unit.RATIO,
        "share of the table in use from which on it is high",
        source="checks.md: 95 %",
    )


@check(resource=Resource.KERNEL, aspect=Aspect.UTILIZATION, needs=("limits.share",), limits=Limits)
def kernel_table_full(case: Case, limits: Limits) -> Iterator[Found]:
    """One of the kernel's tables is nearly full: tasks, asynchronous I/O, System V IPC or keys.

    Why it matters: these limits hold for the whole host. At the limit programs fail with errors
    that hardly anybody expects, while CPU, memory and disks look idle.

    What to do: see who fills it (`ipcs`, `/proc/key-users`, `ps -eLf`). What only grows is a leak,
    to be closed in its program; otherwise raise the limit.
    """
    for share in case.of("limits.share"):
        name = share.label("table")
        table = TABLES.get(name)
        if table is not None and share.number >= limits.share:
            yield _found(case, limits, share, name, table)


def _found(case: Case, limits: Limits, share: Evidence, name: str, table: _Table) -> Found:
    full = share.number >= 1.0
    most = case.one("limits.most", table=name)
    raised = most is not None and table.value_is_the_limit
    return Found(
        severity=_severity(share.number, limits),
        harm=Harm.FAILING if full else Harm.BUSY,
        resource=table.resource,
        aspect=Aspect.ERRORS if full else Aspect.UTILIZATION,
        title=table.title(share.number),
        description=table.fails,
        recommendation=text(
            "See who holds them. What only grows is a leak; otherwise raise {sysctl}.",
            sysctl=table.sysctl,
        ),
        proposals=(proposal("set_sysctl", sysctl=table.sysctl, value=int(2 * most.number)),)
        if raised and most is not None
        else (),
        culprit=culprits.named(EntityKind.SYSCTL, table.sysctl),
        evidence=(share, *([most] if most is not None else [])),
        confidence=90,
        threshold=limits.share,
    )


def _severity(share: float, limits: Limits) -> Severity:
    if share >= 1.0:
        return Severity.CRITICAL
    return Severity.HIGH if share >= limits.high_share else Severity.LOW

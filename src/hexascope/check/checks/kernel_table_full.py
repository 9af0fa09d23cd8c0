"""One of the kernel's tables is nearly full: tasks, asynchronous I/O, IPC, keys or inotify."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from hexascope.check import culprits
from hexascope.check.contract import check, declared, limit
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity, EntityKind
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

SETTINGS = "/proc/sys/"


class _Table(NamedTuple):
    """How full it is in words, the setting that limits it, and what fails when it is full.

    Where two settings limit a table, or root has one of his own, the reading's source tells which.
    """

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
    "key_bytes": _Table(
        lambda share: text(
            "A user's keys hold {share:percent} of the bytes that the kernel allows him",
            share=share,
        ),
        "kernel.keys.maxbytes",
        text("New sessions, containers and mounts of that user fail with EDQUOT."),
        Resource.KERNEL,
    ),
    "inotify": _Table(
        lambda share: text(
            "A user holds {share:percent} of the inotify instances that the kernel allows him",
            share=share,
        ),
        "fs.inotify.max_user_instances",
        text(
            "Programs of that user that watch files or folders fail with EMFILE, 'too many open"
            " files', however few they have open."
        ),
        Resource.KERNEL,
    ),
}


@declared
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
    soon: float = limit(
        600, Unit.SECONDS, "time until the table is full", source="ours: ten minutes"
    )
    soon_share: float = limit(
        0.40,
        Unit.RATIO,
        "share of the table in use below which growth is left alone",
        source="ours: a service that starts stays below",
    )


@check(resource=Resource.KERNEL, aspect=Aspect.UTILIZATION, needs=("limits.share",), limits=Limits)
def kernel_table_full(case: Case, limits: Limits) -> Iterator[Found]:
    """One of the kernel's tables is nearly full: tasks, asynchronous I/O, IPC, keys or inotify.

    Why it matters: these limits hold for the whole host. At the limit programs fail with errors
    that hardly anybody expects, while CPU, memory and disks look idle.

    What to do: see who fills it (`ipcs`, `/proc/key-users`, `ps -eLf`, `lsof | grep inotify`). What
    only grows is a leak, to be closed in its program; otherwise raise the limit.
    """
    for share in case.of("limits.share"):
        name = share.label("table")
        table = TABLES.get(name)
        left = _left(case, limits, share)
        if table is not None and (share.number >= limits.share or left is not None):
            yield _found(case, limits, table, share, left)


def _left(case: Case, limits: Limits, share: Evidence) -> Evidence | None:
    """Give when a table that is half full and grows will be full, if that is soon."""
    left = case.one("limits.time_left", table=share.label("table"))
    if left is None or left.number > limits.soon or share.number < limits.soon_share:
        return None
    return left if share.number < 1.0 else None


def _found(
    case: Case, limits: Limits, table: _Table, share: Evidence, left: Evidence | None
) -> Found:
    full = share.number >= 1.0
    name = share.label("table")
    most = case.one("limits.most", table=name)
    sysctl = _setting(table, most)
    who, holds = _who(case, name)
    raised = (
        (proposal("set_sysctl", sysctl=sysctl, value=int(2 * most.number)),)
        if most is not None and table.value_is_the_limit
        else ()
    )
    return Found(
        severity=_severity(share.number, limits, soon=left is not None),
        harm=Harm.FAILING if full else Harm.WASTE if left else Harm.BUSY,
        resource=table.resource,
        aspect=Aspect.ERRORS if full else Aspect.UTILIZATION,
        title=table.title(share.number),
        description=_why(table, left),
        recommendation=_advice(sysctl, who, holds),
        proposals=raised,
        culprit=who or culprits.named(EntityKind.SYSCTL, sysctl),
        evidence=tuple(one for one in (share, left, most, holds) if one is not None),
        confidence=90,
        threshold=limits.share if share.number >= limits.share else None,
    )


def _severity(share: float, limits: Limits, *, soon: bool) -> Severity:
    if share >= 1.0:
        return Severity.CRITICAL
    if share >= limits.high_share:
        return Severity.HIGH
    return Severity.MEDIUM if soon else Severity.LOW


def _setting(table: _Table, most: Evidence | None) -> str:
    if most is None or not most.source.startswith(SETTINGS):
        return table.sysctl
    return most.source.removeprefix(SETTINGS).replace("/", ".")


def _who(case: Case, name: str) -> tuple[Entity | None, Evidence | None]:
    """Name who fills a table: the program with most threads, or the user who holds most."""
    if name == "tasks":
        return _most_threads(case)
    user = case.one("limits.user", table=name)
    if user is None:
        return None, None
    name_of_user = str(user.value)
    entity = Entity(kind=EntityKind.USER, name=name_of_user, stable_name=f"{name}:{name_of_user}")
    return entity, user


def _most_threads(case: Case) -> tuple[Entity | None, Evidence | None]:
    alive = [use for use in case.rows(ProcessUse) if not use.ended and not use.now.is_kernel_thread]
    groups = culprits.groups(alive, lambda use: float(use.now.threads))
    if not groups:
        return None, None
    first, pid = groups[0], groups[0][0].pid
    threads = sum(use.now.threads for use in first)
    used = case.window.last.number("limits.used", table="tasks")
    shown = evidence("process.threads", threads, source=f"/proc/{pid}/stat", pid=str(pid))
    return culprits.processes(case, first, min(1.0, threads / used) if used else None), shown


def _why(table: _Table, left: Evidence | None) -> Text:
    if left is None:
        return table.fails
    return text(
        "If it grows on like that, it is full in {left:seconds}. {fails}",
        left=left.number,
        fails=table.fails,
    )


def _advice(sysctl: str, who: Entity | None, holds: Evidence | None) -> Text:
    if who is None or holds is None:
        return text(
            "See who holds them. What only grows is a leak; otherwise raise {sysctl}.",
            sysctl=sysctl,
        )
    if who.kind is EntityKind.USER:
        return text(
            "User {user} holds most of them. What only grows is a leak; otherwise raise {sysctl}.",
            user=who.name,
            sysctl=sysctl,
        )
    return text(
        "{name} holds most of them, {held:count}. What only grows is a leak; otherwise raise"
        " {sysctl}.",
        name=who.name,
        held=holds.number,
        sysctl=sysctl,
    )

"""Naming culprits and victims: from rows of processes and control groups to entities."""

from collections.abc import Callable, Iterable

from hexascope.domain.case import Case
from hexascope.domain.containment import contained
from hexascope.domain.entity import Entity, EntityKind, Identity
from hexascope.domain.rows import Process, ProcessUse, ServiceUnit
from hexascope.kit.clock import rfc3339

LONGEST_COMMAND = 256


def use_of(case: Case, pid: int) -> ProcessUse | None:
    """Give what one process did in the window."""
    return next((one for one in case.rows(ProcessUse) if one.pid == pid), None)


def process(case: Case, use: ProcessUse | Process, share: float | None = None) -> Entity:
    """Name one process; its stable name is its program and its control group, without pid."""
    row = use.now if isinstance(use, ProcessUse) else use
    return Entity(
        kind=EntityKind.PROCESS,
        name=row.comm,
        stable_name=_stable(row),
        pid=row.pid,
        pids=(row.pid,),
        path=row.executable,
        share=share,
        identity=identity(case, row),
    )


def processes(case: Case, uses: Iterable[ProcessUse], share: float | None = None) -> Entity:
    """Name several processes of one kind as one entity, led by the first."""
    rows = [use.now for use in uses]
    first = rows[0]
    return Entity(
        kind=EntityKind.PROCESS,
        name=first.comm,
        stable_name=_stable(first),
        pid=first.pid,
        pids=tuple(row.pid for row in rows),
        path=first.executable,
        share=share,
        identity=identity(case, first),
    )


def groups(
    uses: Iterable[ProcessUse], weight: Callable[[ProcessUse], float]
) -> list[list[ProcessUse]]:
    """Group processes of the same program, parent and control group, the heaviest group first.

    Within a group the heaviest process comes first; what weighs nothing is left out.
    """
    by_kind: dict[tuple[str, int, str], list[ProcessUse]] = {}
    for use in uses:
        if weight(use) > 0:
            kind = (use.now.comm, use.now.ppid, use.now.cgroup)
            by_kind.setdefault(kind, []).append(use)
    for members in by_kind.values():
        members.sort(key=weight, reverse=True)
    return sorted(by_kind.values(), key=lambda one: sum(map(weight, one)), reverse=True)


def cgroup(path: str, share: float | None = None) -> Entity:
    """Name a control group by its path."""
    return Entity(
        kind=EntityKind.CGROUP, name=path, path=path, share=share, identity=_contained(path)
    )


def named(
    kind: EntityKind, name: str, *, path: str = "", key: str = "", share: float | None = None
) -> Entity:
    """Name anything else: a device, a mount, an interface, a port."""
    return Entity(kind=kind, name=name, path=path, key=key, share=share)


def identity(case: Case, row: Process) -> Identity:
    """Give the chain pid → unit → container → owner → started → command as the row tells it."""
    inner = _contained(row.cgroup)
    unit = next((one.name for one in case.rows(ServiceUnit) if one.main_pid == row.pid), inner.unit)
    return Identity(
        pid=row.pid,
        unit=unit,
        container=inner.container,
        runtime=inner.runtime,
        pod=inner.pod,
        owner="" if row.uid is None else str(row.uid),
        started=started(case, row.start_s),
        command=(row.command or row.comm)[:LONGEST_COMMAND],
    )


def booted(case: Case) -> float:
    """Give when the host was started, in seconds since 1970."""
    since_boot = case.number("host.since_boot")
    return case.window.last.time - (case.window.last.at if since_boot is None else since_boot)


def started(case: Case, since_boot: float) -> str:
    """Write when something started that many seconds after the host was."""
    return calendar(booted(case) + since_boot)


def calendar(seconds: float) -> str:
    """Write a time, or '' for one that no calendar has: who it is remains worth telling."""
    try:
        return rfc3339(seconds)
    except (ValueError, OverflowError):
        return ""


def _stable(row: Process) -> str:
    return f"{row.comm}@{row.cgroup}" if row.cgroup not in ("", "/") else row.comm


def _contained(path: str) -> Identity:
    """Read unit and container from a control group's path, as systemd and runtimes name them."""
    found = contained(path)
    return Identity(
        unit=found.unit, container=found.container, runtime=found.runtime, pod=found.pod
    )

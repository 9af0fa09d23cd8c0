"""Who is in a control group, who is whose parent, and who waits at whose sockets."""

from collections.abc import Callable, Iterable

from hexascope.check import culprits
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity
from hexascope.domain.rows import Process, ProcessUse, Socket

MOST_VICTIMS = 8
"""Groups of processes that one finding names as victims."""


def members(case: Case, path: str) -> list[ProcessUse]:
    """Give the processes in a control group and in those below it, the busiest first.

    The top group of a host has no limits; one that has some is a container's own, which sees
    itself as the top and all its processes in it.
    """
    if path in ("", "/"):
        users = [one for one in case.rows(ProcessUse) if not one.now.is_kernel_thread]
        return sorted(users, key=lambda one: -one.cpu_share)
    below = path.rstrip("/") + "/"

    def inside(row: Process) -> bool:
        paths = (row.cgroup, *(one for _, one in row.cgroups))
        return any(one == path or one.startswith(below) for one in paths)

    found = [one for one in case.rows(ProcessUse) if inside(one.now)]
    return sorted(found, key=lambda one: -one.cpu_share)


def entities(
    case: Case, uses: Iterable[ProcessUse], weight: Callable[[ProcessUse], float]
) -> tuple[Entity, ...]:
    """Name processes, those of one program, parent and control group as one; heaviest first."""
    grouped = culprits.groups(uses, lambda one: weight(one) + 1e-9)
    return tuple(culprits.processes(case, group) for group in grouped[:MOST_VICTIMS])


def of_pid(case: Case, pid: int) -> ProcessUse | None:
    """Give what the process with this pid did, None where it was not seen."""
    return culprits.use_of(case, pid)


def lasting(use: ProcessUse, state: str) -> bool:
    """Say whether every look, and more than one of them where there was more, saw this state."""
    return bool(use.states) and set(use.states) == {state} and not use.ended


def waiting_at(case: Case) -> dict[int, float]:
    """Give for each pid what waited in its sockets in both looks and did not become less.

    Connections of a listening socket and bytes of the others are added up: what matters is that
    it is not nothing.
    """
    before = {
        (one.namespace, one.inode): one.receive_queue for one in case.window.first.rows(Socket)
    }
    queued: dict[int, float] = {}
    for one in case.window.last.rows(Socket):
        earlier = before.get((one.namespace, one.inode), 0)
        if one.owner_pid and one.inode and 0 < earlier <= one.receive_queue:
            queued[one.owner_pid] = queued.get(one.owner_pid, 0.0) + one.receive_queue
    return queued


def listening(case: Case) -> frozenset[int]:
    """Give the pids that own a listening socket."""
    return frozenset(
        one.owner_pid for one in case.rows(Socket) if one.state == "LISTEN" and one.owner_pid
    )

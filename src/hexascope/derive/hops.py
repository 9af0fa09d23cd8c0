"""Whom a target waits for, over up to three steps: sockets, pipes, groups, devices, CPUs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hexascope.derive.task_time import Seen, Task
from hexascope.derive.waiting import Wait
from hexascope.domain.facts import Facts
from hexascope.domain.rows import BlockDevice, CgroupUse, Mount, Process, ProcessUse, with_all_above
from hexascope.domain.snapshot import Window
from hexascope.domain.target import Hop, StateShare, ThreadState

MOST_DEPTH = 3
MOST_HOPS = 16
LEAST_SHARE = 0.01
"""Share of a waiter's time that a step must have."""

PEERS = (ThreadState.PROCESS, ThreadState.NETWORK)
LEAST_CPU = 0.10
"""Share of a CPU that somebody must use to be named as the one who takes it."""

MOST_NAME = 64
MOST_PIDS = 16


def shares_of(tasks: Iterable[Task]) -> tuple[StateShare, ...]:
    """Sum the time of threads by state, the largest share first, with what most of it was for."""
    spent: dict[ThreadState, dict[str, float]] = {}
    whole = 0.0
    for task in tasks:
        whole += task.seconds
        for wait, seconds in task.spent.items():
            on = spent.setdefault(wait.state, {})
            on[wait.on] = on.get(wait.on, 0.0) + seconds
    if whole <= 0:
        return ()
    return tuple(
        StateShare(
            state=state,
            share=min(sum(on.values()) / whole, 1.0),
            on=largest,
            on_share=min(on[largest] / whole, 1.0) if largest else 0.0,
        )
        for state, on in sorted(spent.items(), key=lambda one: -sum(one[1].values()))
        for largest in (max(on, key=lambda name: (bool(name), on[name])),)
    )


@dataclass(slots=True)
class World:
    """What the steps are made from."""

    window: Window
    known: Seen
    facts: Facts
    members: frozenset[int]
    comms: dict[int, str] = field(default_factory=dict)
    taker: tuple[str, str, tuple[int, ...]] | None = None
    _groups: dict[int, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Name all processes that were seen."""
        uses = [use.now for use in self.facts.rows(ProcessUse)]
        for rows in (self.window.first.rows(Process), uses, self.window.last.rows(Process)):
            for row in rows:
                self.comms[row.pid] = row.comm
                self._groups[row.pid] = dict(row.cgroups).get("cpu", row.cgroup)
        for task in self.known.tasks:
            if task.tid == task.pid or task.pid not in self.comms:
                self.comms[task.pid] = task.comm

    def name(self, pid: int) -> str:
        """Name a process by its program."""
        return self.comms.get(pid, f"pid {pid}")[:MOST_NAME]

    def tasks(self, pids: Iterable[int]) -> list[Task]:
        """Give the threads of some processes."""
        wanted = frozenset(pids)
        return [task for task in self.known.tasks if task.pid in wanted]

    def throttled(self, pid: int) -> tuple[str, float]:
        """Give the group whose quota holds a process back most, and for which share."""
        uses = {use.now.path: use.throttled_share or 0.0 for use in self.facts.rows(CgroupUse)}
        paths = with_all_above(self._groups.get(pid, "/"))
        return max(((path, uses.get(path, 0.0)) for path in paths), key=lambda one: one[1])

    def device(self, path: str) -> str:
        """Name the disk below a file; without one, the only disk that was busy."""
        busy = {piece.label("device"): piece.number for piece in self.facts.of("disk.utilization")}
        number = _mounted(self.window.last.rows(Mount), path) if path.startswith("/") else ""
        devices = self.window.last.rows(BlockDevice)
        found = next((one for one in devices if number and number in one.numbers), None)
        if found is not None:
            below = next((one for one in devices if one.name in found.slaves), found)
            return below.name
        worked = [name for name, share in busy.items() if share > LEAST_SHARE]
        return worked[0] if len(worked) == 1 else ""


def _mounted(mounts: Iterable[Mount], path: str) -> str:
    """Give the device number of the mount that a path lies on."""
    own = [one for one in mounts if not one.seen_from]
    lying = [
        one for one in own if path == one.point or path.startswith(one.point.rstrip("/") + "/")
    ]
    return max(lying, key=lambda one: len(one.point)).device_number if lying else ""


def hops(world: World) -> tuple[Hop, ...]:
    """Follow who waits for whom, from the target on; nobody is followed twice."""
    found: list[Hop] = []
    open_: list[tuple[int, tuple[int, ...]]] = [(1, tuple(sorted(world.members)))]
    done: set[str] = set()
    while open_:
        depth, pids = open_.pop(0)
        by_name: dict[str, list[int]] = {}
        for pid in pids:
            by_name.setdefault(world.name(pid), []).append(pid)
        whole = sum(task.seconds for task in world.tasks(pids))
        for name, own in by_name.items():
            if name in done and depth > 1:
                continue
            done.add(name)
            for hop in _steps(world, depth, name, tuple(own), whole):
                found.append(hop)
                if hop.other_pids and depth < MOST_DEPTH and _is_followed(hop):
                    open_.append((depth + 1, hop.other_pids))
    found.sort(key=lambda hop: (hop.depth, -(hop.share or 0.0)))
    return tuple(found[:MOST_HOPS])


def _is_followed(hop: Hop) -> bool:
    return hop.state in PEERS


def _steps(
    world: World, depth: int, name: str, pids: tuple[int, ...], whole: float
) -> Iterator[Hop]:
    """Give the steps from one program to those it waits for."""
    spent: dict[tuple[Wait, int], float] = {}
    for task in world.tasks(pids):
        for wait, seconds in task.spent.items():
            spent[wait, task.pid] = spent.get((wait, task.pid), 0.0) + seconds
    if whole <= 0:
        return
    sums: dict[tuple[ThreadState, str, str, tuple[int, ...]], float] = {}
    for (wait, pid), seconds in spent.items():
        if seconds / whole < LEAST_SHARE / 10:
            continue
        target = _other(world, wait, pid)
        if target is not None:
            key = (wait.state, *target)
            sums[key] = sums.get(key, 0.0) + seconds
    for (state, via, other, other_pids), seconds in sums.items():
        if seconds / whole < LEAST_SHARE:
            continue
        yield Hop(
            depth=depth,
            waiter=name,
            waiter_pids=pids[:MOST_PIDS],
            via=via,
            other=other,
            other_pids=other_pids[:MOST_PIDS],
            share=min(seconds / whole, 1.0),
            state=state,
            other_does=shares_of(world.tasks(other_pids)) if state in PEERS else (),
        )


def _other(world: World, wait: Wait, pid: int) -> tuple[str, str, tuple[int, ...]] | None:
    """Give (via, name, pids) of whom a wait leads to, None where to nobody."""
    match wait.state:
        case ThreadState.PROCESS | ThreadState.NETWORK:
            return _peer(world, wait, pid)
        case ThreadState.RUNNABLE:
            return _taker(world)
        case ThreadState.THROTTLED:
            path, share = world.throttled(pid)
            return (f"cgroup {path}", "CPU quota", ()) if share else None
        case ThreadState.DISK | ThreadState.FILESYSTEM:
            return _loader(world, wait.on)
        case _:
            return None


def _peer(world: World, wait: Wait, pid: int) -> tuple[str, str, tuple[int, ...]] | None:
    end = world.known.ends.get(wait.link)
    if end is None:
        return None
    others = end.readers if end.kind == "pipe" and pid in end.writers else end.writers
    # who forked them may still hold both ends of a pipe, and uses neither
    both = frozenset(end.writers) & frozenset(end.readers) if end.kind == "pipe" else frozenset()
    others = tuple(sorted((one for one in others if one != pid), key=lambda one: one in both))
    if not others:
        return (wait.on, end.remote or wait.on, ())
    name = world.name(others[0])
    same = tuple(one for one in others if world.name(one) == name)
    return wait.on, name, _of_name(world, same)


def _of_name(world: World, pids: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(pid for pid in pids if pid in world.comms)) or pids


def _taker(world: World) -> tuple[str, str, tuple[int, ...]] | None:
    """Name the program beside the target that used most CPU."""
    if world.taker is None:
        used: dict[str, float] = {}
        users: dict[str, list[int]] = {}
        for use in world.facts.rows(ProcessUse):
            if use.pid not in world.members and not use.now.is_kernel_thread and use.cpu_share > 0:
                used[use.now.comm] = used.get(use.now.comm, 0.0) + use.cpu_share
                users.setdefault(use.now.comm, []).append(use.pid)
        most = max(used, key=lambda name: used[name], default="")
        is_much = bool(most) and used[most] >= LEAST_CPU
        world.taker = ("cpu", most, tuple(sorted(users[most]))) if is_much else ("", "", ())
    return world.taker if world.taker[0] else None


def _loader(world: World, path: str) -> tuple[str, str, tuple[int, ...]] | None:
    """Name the disk that is waited for, and who reads and writes most."""
    device = world.device(path)
    if not device:
        return None
    loads: Mapping[int, float] = {
        use.pid: (use.read_bytes_per_s or 0.0) + (use.write_bytes_per_s or 0.0)
        for use in world.facts.rows(ProcessUse)
    }
    most = max(loads, key=lambda pid: loads[pid], default=0)
    if not most or loads[most] <= 0:
        return (f"device {device}", device, ())
    return (f"device {device}", world.name(most), (most,))

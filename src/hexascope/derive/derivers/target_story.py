"""Where the time of a target's threads went, who took it away, and whom it waited for."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from hexascope.derive.contract import deriver
from hexascope.derive.hops import World, hops, shares_of
from hexascope.derive.task_time import Task, seen, spend
from hexascope.domain.evidence import Evidence
from hexascope.domain.facts import Facts
from hexascope.domain.families import evidence
from hexascope.domain.rows import TargetProcess
from hexascope.domain.snapshot import Missing, Window
from hexascope.domain.target import (
    Hop,
    StateShare,
    Target,
    TargetKind,
    TargetStory,
    ThreadGroup,
    ThreadState,
)
from hexascope.domain.use import Status

MOST_GROUPS = 40
MOST_THINGS = 12
LEAST_SHARE = 0.005
MOST_LABEL = 120
_NUMBERS = re.compile(r"[\W_]*\d+[\W_]*$")
"""What tells worker-12 from worker-3."""

SOURCE = "/proc/PID/task/TID"


@deriver(after=("processes", "control_groups", "cgroups", "disks"))
def target_story(window: Window, so_far: Facts) -> Iterator[Evidence | TargetStory | Missing]:
    """Sum where the time of the target's threads went, and follow whom they waited for.

    Time on a CPU and of waiting for one is exact, from the threads' own counters; the rest is
    shared out by some forty samples a second.
    """
    target = _target(window)
    known = seen(window)
    own = [task for task in known.tasks if task.depth == 0]
    if target is None or not own:
        yield _why_not(window, target)
        return
    members = frozenset(row.pid for look in _ends(window) for row in look) | {t.pid for t in own}
    world = World(window, known, so_far, members)
    spend(known, lambda pid: world.throttled(pid)[1])
    shares = shares_of(own)
    if not shares:
        reason = "the threads were looked at once only: there is no time to share out"
        yield Missing("target.time_share", Status.UNREADABLE, reason)
        return
    steps = hops(world)
    told = list(_evidence(window, own, shares, steps))
    keys = {piece.label("state"): piece.key for piece in told if _is_share(piece)}
    yield from told
    yield TargetStory(
        target=target,
        members=tuple((pid, world.comms.get(pid, "")) for pid in sorted(members)),
        threads=len(own),
        seconds=sum(task.seconds for task in own),
        samples=known.looks,
        shares=tuple(replace(one, key=keys.get(one.state, "")) for one in shares),
        groups=tuple(_groups(own)),
        hops=steps,
        gaps=tuple(_gaps(window, own)),
    )


def _why_not(window: Window, target: Target | None) -> Missing:
    """Say why there is no story: nobody asked for one, or the threads could not be sampled."""
    if target is None:
        return Missing("target.time_share", Status.NOT_ASKED, "no target was named")
    told = window.why_missing("target.tasks") or window.why_missing("target")
    if told is not None:
        return Missing("target.time_share", told.status, told.reason)
    return Missing("target.time_share", Status.NOT_PRESENT, "no thread of the target was seen")


def _is_share(piece: Evidence) -> bool:
    return piece.family == "target.time_share"


def _target(window: Window) -> Target | None:
    kind = window.last.reading("target.kind") or window.first.reading("target.kind")
    name = window.last.reading("target.name") or window.first.reading("target.name")
    if kind is None or name is None:
        return None
    return Target(TargetKind(str(kind.value)), str(name.value))


def _ends(window: Window) -> tuple[tuple[TargetProcess, ...], ...]:
    return (window.first.rows(TargetProcess), window.last.rows(TargetProcess))


def _evidence(
    window: Window, own: list[Task], shares: tuple[StateShare, ...], steps: tuple[Hop, ...]
) -> Iterator[Evidence]:
    """Give each state's share of all time and of the busy time, and what was waited for."""
    seconds = window.seconds
    whole = sum(task.seconds for task in own)
    idle = sum(one.share for one in shares if one.state is ThreadState.SLEEPING)
    busy = max(1.0 - idle, 0.0)
    for state in ThreadState:
        share = next((one.share for one in shares if one.state is state), 0.0)
        told = {"target.time_share": share}
        if seconds > 0:
            told["target.threads_in"] = share * whole / seconds
        if state is not ThreadState.SLEEPING:
            told["target.work_share"] = min(share / busy, 1.0) if busy > LEAST_SHARE else 0.0
        for family, value in told.items():
            yield evidence(family, value, source=SOURCE, window_s=seconds, state=state.value)
    if busy > LEAST_SHARE:
        yield from _things(own, busy * whole, seconds)
        yield from _steps(steps, busy, seconds)


def _things(own: list[Task], busy: float, seconds: float) -> Iterator[Evidence]:
    """Give what single things cost: locks, files, connections."""
    spent: dict[tuple[ThreadState, str], float] = {}
    for task in own:
        for wait, time in task.spent.items():
            if wait.on and wait.state is not ThreadState.SLEEPING:
                key = (wait.state, wait.on[:MOST_LABEL])
                spent[key] = spent.get(key, 0.0) + time
    for (state, on), time in sorted(spent.items(), key=lambda one: -one[1])[:MOST_THINGS]:
        share = min(time / busy, 1.0)
        yield evidence(
            "target.waits_on", share, source=SOURCE, window_s=seconds, on=on, state=state.value
        )
        if state is ThreadState.LOCK and seconds > 0:
            waiters = time / seconds
            yield evidence("target.lock_waiters", waiters, source=SOURCE, window_s=seconds, lock=on)


def _steps(steps: Iterable[Hop], busy: float, seconds: float) -> Iterator[Evidence]:
    """Give the shares of steps, and what those at the other end did."""
    for hop in steps:
        if hop.share is not None:
            # a share of the waiter's whole time; the target's own is told of its busy time
            share = min(hop.share / busy, 1.0) if hop.depth == 1 else hop.share
            yield evidence(
                "target.hop_share",
                share,
                source=SOURCE,
                window_s=seconds,
                other=hop.other[:MOST_LABEL],
                state=hop.state.value,
                waiter=hop.waiter[:MOST_LABEL],
            )
        for one in hop.other_does[:4]:
            yield evidence(
                "target.other_share",
                one.share,
                source=SOURCE,
                window_s=seconds,
                other=hop.other[:MOST_LABEL],
                state=one.state.value,
            )


def _groups(own: list[Task]) -> Iterator[ThreadGroup]:
    """Sum threads by their name without numbers, those with most to do first."""
    by_name: dict[str, list[Task]] = {}
    for task in own:
        by_name.setdefault(_NUMBERS.sub("", task.comm) or task.comm, []).append(task)
    groups = [
        ThreadGroup(
            name=tasks[0].comm if len({one.comm for one in tasks}) == 1 else name,
            pids=tuple(sorted({task.pid for task in tasks}))[:MOST_GROUPS],
            threads=len(tasks),
            shares=shares_of(tasks),
        )
        for name, tasks in by_name.items()
    ]
    yield from sorted(groups, key=lambda one: -_busy(one))[:MOST_GROUPS]


def _busy(group: ThreadGroup) -> float:
    idle = sum(one.share for one in group.shares if one.state is ThreadState.SLEEPING)
    return (1.0 - idle) * group.threads


def _gaps(window: Window, own: list[Task]) -> Iterator[str]:
    """Say what could not be seen, and why."""
    first, last = _ends(window)
    gone = {row.pid for row in first} - {row.pid for row in last}
    ended = [task for task in own if task.ended]
    if first and not last:
        seconds = max((task.samples[-1][0] for task in own), default=0.0) - window.first.at
        yield (
            f"the target ended {max(seconds, 0.0):.1f} s after the look began: the shares are of"
            " what was seen until then"
        )
    elif gone or ended:
        yield (
            f"{len(ended)} of {len(own)} threads and {len(gone)} of {len(first)} processes ended"
            " within the window: they count as long as they were seen"
        )
    told = window.why_missing("target.tasks")
    if told is not None:
        yield told.reason
    waits = [row for task in own for _, row in task.samples if row.state in ("S", "D")]
    blind = sum(not row.syscall for row in waits)
    if waits and blind > len(waits) / 10:
        yield (
            "system calls of other users' threads can't be read: what they wait for is guessed from"
            " the kernel function, or not known; run as root"
        )
    if any(row.oncpu_s is None for task in own for _, row in task.samples):
        yield "this kernel counts no time of waiting for a CPU (schedstat): it is not told apart"

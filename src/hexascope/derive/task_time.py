"""Where the time of watched threads went: exact where the kernel counts, sampled for the rest.

Time on a CPU and time of waiting for one grow in the thread's own counters. What is left, the
thread has waited: that time is shared out by what the samples saw it wait for.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from hexascope.derive.waiting import (
    IDLE,
    Wait,
    is_running,
    on_end,
    timed_condition,
    wait_of,
)
from hexascope.domain.rows import LoopSample, OtherEnd, TaskSample
from hexascope.domain.snapshot import Pulse, Snapshot, Window
from hexascope.domain.target import ThreadState

SHORT_WAIT_SECONDS = 0.007
"""An interpreter that waits for its global lock asks again every 5 ms."""

LEAST_CPU = 0.5
"""Share of a CPU that the other threads must use for such waits to be those of a lock."""

LEAST_SHARE = 0.02
ENDED = "X"


@dataclass(slots=True)
class Task:
    """One thread: its samples with their times, and what its time went into."""

    pid: int
    tid: int
    depth: int
    comm: str
    samples: list[tuple[float, TaskSample]] = field(default_factory=list)
    ended: bool = False
    seconds: float = 0.0
    spent: dict[Wait, float] = field(default_factory=dict)

    def put(self, wait: Wait, seconds: float) -> None:
        """Add time to what it went into."""
        if seconds > 0:
            self.spent[wait] = self.spent.get(wait, 0.0) + seconds


@dataclass(frozen=True, slots=True)
class Seen:
    """All that was sampled of a target and of whom it waits for."""

    tasks: tuple[Task, ...]
    ends: Mapping[str, OtherEnd]
    awaited: Mapping[str, float]
    loops: Mapping[tuple[int, int], tuple[LoopSample, ...]]
    one_way: frozenset[str]
    looks: int


def seen(window: Window) -> Seen:
    """Gather the samples of a window by thread."""
    tasks: dict[tuple[int, int], Task] = {}
    ends: dict[str, list[OtherEnd]] = {}
    loops: dict[tuple[int, int], list[LoopSample]] = {}
    looks = 0
    begin = window.first.seconds_at("target.name")
    end = max(window.last.seconds_at("target.name"), begin)
    looked: list[tuple[float, Snapshot | Pulse]] = [(begin, window.first)]
    looked += [(pulse.at, pulse) for pulse in window.pulses]
    for at, look in (*looked, (end, window.last)):
        looks += bool(look.rows(TaskSample))
        for row in look.rows(TaskSample):
            key = (row.pid, row.tid)
            task = tasks.setdefault(key, Task(row.pid, row.tid, row.depth, row.comm))
            task.samples.append((at, row))
        for told in look.rows(OtherEnd):
            ends.setdefault(told.name, []).append(told)
        for loop in look.rows(LoopSample):
            loops.setdefault((loop.pid, loop.tid), []).append(loop)
    for task in tasks.values():
        _close(task, end)
    return Seen(
        tuple(tasks.values()),
        {name: told[-1] for name, told in ends.items()},
        {name: share for name, told in ends.items() if (share := _awaited(told)) is not None},
        {key: tuple(rows) for key, rows in loops.items()},
        frozenset(name for name, told in ends.items() if _is_one_way(told)),
        looks,
    )


def _awaited(told: list[OtherEnd]) -> float | None:
    known = [one.awaits_us for one in told if one.awaits_us is not None]
    return sum(known) / len(known) if known else None


def _is_one_way(told: list[OtherEnd]) -> bool:
    """Say whether a connection to another host was only ever spoken to: nobody waits there."""
    return len(told) > 1 and all(one.spoke_last for one in told) and not told[-1].writers


def _close(task: Task, end: float) -> None:
    last = task.samples[-1]
    task.ended = last[1].state == ENDED
    task.comm = last[1].comm or task.comm
    if not task.ended and last[0] < end:
        task.samples.append((end, last[1]))
    task.seconds = task.samples[-1][0] - task.samples[0][0]


def spend(known: Seen, throttled: Callable[[int], float]) -> None:
    """Share out each thread's time; `throttled` gives a process' share of standstill by quota."""
    locks = _interpreter_locks(known)
    for task in known.tasks:
        oncpu, ready = _counted(task)
        held = min(ready, throttled(task.pid) * task.seconds)
        task.put(Wait(ThreadState.ON_CPU), oncpu)
        task.put(Wait(ThreadState.THROTTLED), held)
        task.put(Wait(ThreadState.RUNNABLE), ready - held)
        _share_out(task, task.seconds - oncpu - ready, known, locks)


def _counted(task: Task) -> tuple[float, float]:
    """Give the seconds on a CPU and of waiting for one, together no more than there were."""
    rows = [row for _, row in task.samples if row.oncpu_s is not None]
    if not rows:
        ran = sum(
            late - early for (early, row), (late, _) in pairwise(task.samples) if is_running(row)
        )
        return ran, 0.0
    oncpu = (rows[-1].oncpu_s or 0.0) - (rows[0].oncpu_s or 0.0)
    ready = (rows[-1].run_delay_s or 0.0) - (rows[0].run_delay_s or 0.0) + _still_ready(task)
    oncpu = min(max(oncpu, 0.0), task.seconds)
    return oncpu, min(max(ready, 0.0), task.seconds - oncpu)


def _still_ready(task: Task) -> float:
    """Give how long a thread has been ready at the end: that is counted only when it runs again."""
    at, last = task.samples[-1]
    if not is_running(last) or task.ended:
        return 0.0
    since = at
    for early, row in reversed(task.samples):
        if (row.oncpu_s, row.switches) != (last.oncpu_s, last.switches):
            break
        since = early
    return at - since if at - since > LEAST_SHARE else 0.0


def _share_out(task: Task, rest: float, known: Seen, locks: Mapping[int, str]) -> None:
    """Share out the time in which a thread waited, by what its samples saw."""
    weights: dict[Wait, float] = {}
    for (early, row), (late, _) in pairwise(task.samples):
        if not is_running(row) and row.state != ENDED:
            for wait, part in _parts(task, row, known, locks):
                weights[wait] = weights.get(wait, 0.0) + (late - early) * part
    total = sum(weights.values())
    if total <= 0:
        task.put(Wait(ThreadState.UNKNOWN), rest)
        return
    for wait, weight in weights.items():
        task.put(wait, rest * weight / total)


def _parts(
    task: Task, row: TaskSample, known: Seen, locks: Mapping[int, str]
) -> Iterable[tuple[Wait, float]]:
    wait = wait_of(row, known.ends)
    if wait == IDLE and task.pid in locks and timed_condition(row) == locks[task.pid]:
        return ((Wait(ThreadState.LOCK, f"lock {locks[task.pid]}"), 1.0),)
    loop = known.loops.get((task.pid, task.tid), ()) if wait == IDLE else ()
    if loop and (not row.on or len(row.on) > 1):
        return _of_loop(loop, known)
    idle = known.awaited.get(wait.link, 0.0) if wait.link else 0.0
    return ((wait, 1.0 - idle), (IDLE, idle)) if idle else ((wait, 1.0),)


def _of_loop(loop: tuple[LoopSample, ...], known: Seen) -> Iterable[tuple[Wait, float]]:
    """Share out the wait of an event loop: idle where nothing that it watches owes an answer."""
    part = 1.0 / len(loop)
    for one in loop:
        owed = [link for link in one.on if link in known.ends and link not in known.one_way]
        owed.sort(key=lambda link: known.awaited.get(link, 0.0))
        idle = known.awaited.get(owed[0], 0.0) if owed else 1.0
        if owed:
            yield on_end(known.ends[owed[0]]), part * (1.0 - idle)
        yield IDLE, part * idle


def _interpreter_locks(known: Seen) -> dict[int, str]:
    """Find the global lock of an interpreter: short timed waits while another thread computes."""
    found: dict[int, dict[str, float]] = {}
    cpu: dict[int, float] = {}
    for task in known.tasks:
        first, last = task.samples[0][1], task.samples[-1][1]
        oncpu, _ = _counted(task)
        cpu[task.pid] = cpu.get(task.pid, 0.0) + oncpu
        turns = (last.switches or 0) - (first.switches or 0)
        if not turns or (task.seconds - oncpu) / turns > SHORT_WAIT_SECONDS:
            continue
        for _, row in task.samples:
            address = timed_condition(row)
            if address:
                waits = found.setdefault(task.pid, {})
                waits[address] = waits.get(address, 0.0) + 1.0
    longest = {task.pid: task.seconds for task in known.tasks}
    return {
        pid: max(waits, key=lambda address: waits[address])
        for pid, waits in found.items()
        if cpu[pid] >= LEAST_CPU * longest[pid]
    }

"""Watching the threads of a few processes: cheap samples of what each of them does.

What a thread used and waited for a CPU is read from its schedstat file. Only when that shows that
it has run since the last sample, it is read where it waits now: a thread that has not run since
still waits in the same place. Files of the first threads are kept open, for reading them again
costs a third of opening them.
"""

import os
import platform
from dataclasses import dataclass, field

from hexascope.collect.calls.waits import descriptors, linked, named
from hexascope.collect.contract import Json
from hexascope.kit import clock

MOST_TASKS = 1_000
"""Threads that are watched in all; those of the target go first."""

MOST_OPEN = 48
"""Threads whose files are kept open: five for each, of 1,024 that a program may usually have."""

MOST_CHECKED = 160
"""Threads that one sample looks at: those that ran lately, and the others in turn."""

MOST_READ = 40
"""Threads of which one sample reads where they wait."""

MOST_STACKS = 6
"""Stacks that one sample reads."""

MOST_FRAMES = 12
ACTIVE_SAMPLES = 25
"""A thread that ran within so many samples is looked at in each."""

RELIST_SECONDS = 0.25
LONGEST_LIST = 64 * 1024
ENDED = frozenset("ZX")


@dataclass(slots=True)
class Task:
    """One watched thread."""

    pid: int
    tid: int
    depth: int
    comm: str = ""
    last: bytes = b""
    quiet: int = 0
    handles: dict[str, int] = field(default_factory=dict)
    keeps: bool = False
    now: list[Json] = field(default_factory=list)

    def read(self, name: str) -> bytes:
        """Read one of the thread's files, '' where refused; ProcessLookupError: it has ended."""
        handle = self.handles.get(name)
        try:
            if handle is None:
                handle = os.open(
                    f"/proc/{self.pid}/task/{self.tid}/{name}", os.O_RDONLY | os.O_CLOEXEC
                )
                if self.keeps:
                    self.handles[name] = handle
            return os.pread(handle, 4096, 0)
        except FileNotFoundError:
            raise ProcessLookupError from None
        except (PermissionError, BlockingIOError):
            return b""
        finally:
            if handle is not None and not self.keeps:
                os.close(handle)

    def close(self) -> None:
        """Close what was kept open."""
        for handle in self.handles.values():
            os.close(handle)
        self.handles.clear()


class Watch:
    """The threads that are watched: of the target (depth 0), and of whom it waits for."""

    def __init__(self) -> None:
        self.pids: dict[int, int] = {}
        self._folders: tuple[str, ...] = ()
        self._tasks: dict[int, Task] = {}
        self._listed = 0.0
        self._turn = 0
        self._open = 0
        self._machine = platform.machine()
        self.left_out = 0

    def begin(self, pids: list[int], folders: list[str]) -> None:
        """Watch these processes, their children, and what is in these control groups."""
        for pid in pids:
            self.pids[pid] = 0
        self._folders = tuple(folders)
        self._list()

    def add(self, pid: int, depth: int) -> None:
        """Watch one more process, to which a wait has led."""
        if pid not in self.pids:
            self.pids[pid] = depth
            self._tasks_of(pid)

    def tasks(self) -> list[Task]:
        """Give the watched threads."""
        return list(self._tasks.values())

    def close(self) -> None:
        """Close all files."""
        for task in self._tasks.values():
            task.close()
        self._tasks.clear()

    def sample(self, *, every: bool = False) -> list[Json]:
        """Give a row for each thread that ran since the last sample, or for every one.

        [pid, tid, name, state, ns on a CPU, ns of waiting for one, times it ran, wait channel,
        call, line of the call, stack, [what its descriptors stand for], depth]; state X: it ended.
        """
        if every or clock.monotonic() - self._listed > RELIST_SECONDS:
            self._list()
        rows: list[Json] = []
        read = stacks = 0
        for task in self._due(every=every):
            try:
                schedule = task.read("schedstat")
                if schedule == task.last and task.now:
                    task.quiet += 1
                    if every:
                        rows.append(list(task.now))
                    continue
                if read >= MOST_READ and not every:
                    continue  # it is its turn in the next sample
                read += 1
                stacks += self._look(task, schedule, stack=stacks < MOST_STACKS)
            except ProcessLookupError:
                rows += self._ended(task)
                continue
            rows.append(list(task.now))
        self._turn += MOST_READ
        return rows

    def _due(self, *, every: bool) -> list[Task]:
        """Choose whom to look at: who ran lately, then the others in turn."""
        tasks = list(self._tasks.values())
        if every or len(tasks) <= MOST_CHECKED:
            return self._in_turn(tasks)
        active = [one for one in tasks if one.quiet < ACTIVE_SAMPLES]
        others = [one for one in tasks if one.quiet >= ACTIVE_SAMPLES]
        first = self._in_turn(active)[:MOST_CHECKED]
        return first + self._in_turn(others)[: max(MOST_READ // 2, MOST_CHECKED - len(first))]

    def _in_turn(self, tasks: list[Task]) -> list[Task]:
        """Begin elsewhere each time: who comes last may be left for the next sample."""
        at = self._turn % max(1, len(tasks))
        return tasks[at:] + tasks[:at]

    def _look(self, task: Task, schedule: bytes, *, stack: bool) -> int:
        """Read where a thread waits; give 1 where its stack was read."""
        raw = task.read("syscall").decode(errors="backslashreplace").strip()
        state, waits, frames = "R", "", ""
        call = ""
        on: list[str] = []
        if raw != "running":
            state, task.comm = _stat(task.read("stat"), task.comm)
            if state in ENDED:
                raise ProcessLookupError  # nobody has taken notice of its end yet
        if state != "R":
            waits = task.read("wchan").decode(errors="backslashreplace").strip()[:64]
            waits = "" if waits == "0" else waits
            call = named(raw, self._machine)
            on = linked(task.pid, descriptors(task.pid, call, raw))
            if state == "D" and stack:
                frames = _frames(task.read("stack"))
        # what it did was read later than its counters: they are read again only where it ran on
        task.last, task.quiet = schedule, 0
        numbers = [int(word) for word in schedule.split()[:3]]
        counted: list[Json] = [*numbers] if len(numbers) == 3 else [None, None, None]
        who: list[Json] = [task.pid, task.tid, task.comm, state]
        where: list[Json] = [waits, call, raw[:256], frames, [*on], task.depth]
        task.now = [*who, *counted, *where]
        return int(bool(frames))

    def _ended(self, task: Task) -> list[Json]:
        self._open -= bool(task.keeps)
        task.close()
        self._tasks.pop(task.tid, None)
        if not task.now:
            return []
        return [[*task.now[:3], "X", *task.now[4:7], "", "", "", "", [], task.depth]]

    def _list(self) -> None:
        """Find new threads and new children; what has ended is told by its files."""
        self._listed = clock.monotonic()
        for folder in self._folders:
            for pid in _pids_in(f"{folder}/cgroup.procs"):
                self.pids.setdefault(pid, 0)
        self.left_out = 0
        for pid in sorted(self.pids, key=lambda one: self.pids[one]):
            self._tasks_of(pid)
            if self.pids.get(pid) == 0:
                for child in _children(pid):
                    if child not in self.pids:
                        self.pids[child] = 0
                        self._tasks_of(child)

    def _tasks_of(self, pid: int) -> None:
        try:
            names = os.listdir(f"/proc/{pid}/task")
        except OSError:
            self.pids.pop(pid, None)  # it has ended, and its number may be another's soon
            return
        for name in names:
            tid = int(name)
            if tid in self._tasks:
                continue
            if len(self._tasks) >= MOST_TASKS:
                self.left_out += 1
                continue
            task = Task(pid, tid, self.pids[pid], keeps=self._open < MOST_OPEN)
            try:
                _, task.comm = _stat(task.read("stat"), "")
            except ProcessLookupError:
                task.close()
                continue
            self._open += bool(task.keeps)
            self._tasks[tid] = task


def _stat(stat: bytes, comm: str) -> tuple[str, str]:
    """Give state and name; a program that was begun meanwhile has another name."""
    head, bracket, tail = stat.decode(errors="backslashreplace").rpartition(")")
    if not bracket:
        return "R", comm
    return tail.strip()[:1] or "R", head.partition("(")[2][:64] or comm


def _frames(stack: bytes) -> str:
    """Give the functions of lines `[<0>] io_schedule+0x46/0x80`, the innermost first."""
    names = [
        line.partition("] ")[2].partition("+")[0]
        for line in stack.decode(errors="backslashreplace").splitlines()[:MOST_FRAMES]
    ]
    return " ".join(name for name in names if name)[:256]


def _pids_in(path: str) -> list[int]:
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return []
    try:
        data = os.read(handle, LONGEST_LIST)
    except OSError:
        return []
    finally:
        os.close(handle)
    return [int(word) for word in data.split() if word.isdigit()]


def _children(pid: int) -> list[int]:
    """Give the children of a process' first threads; a kernel may not tell them."""
    try:
        tids = sorted(os.listdir(f"/proc/{pid}/task"), key=int)[:8]
    except OSError:
        return []
    return [child for tid in tids for child in _pids_in(f"/proc/{pid}/task/{tid}/children")]

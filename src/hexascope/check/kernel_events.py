"""What the kernel's log says of killed and crashed programs."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from hexascope.domain.rows import LogLine

# 'Killed' is the deed itself; the line 'invoked oom-killer' before it names who asked for memory,
# and that is no more than a bystander. Until 4.19: 'Kill process … or sacrifice child', the plan.
_KILLED = re.compile(
    r"^(?P<group>Memory cgroup o|O)ut of memory(?: \(oom_kill_allocating_task\))?: "
    r"Killed process (?P<pid>\d+),? (?:UID \d+,? )?\((?P<comm>.*?)\)"
)
_KILLED_ALONE = re.compile(r"^Killed process (?P<pid>\d+),? (?:UID \d+,? )?\((?P<comm>.*?)\),? ")
_CONSTRAINT = re.compile(
    r"^oom-kill:constraint=(?P<why>\w+),.*?(?:oom_memcg=(?P<limited>[^,]*),)?"
    r"task_memcg=(?P<group>[^,]*),task=(?P<comm>.*),pid=(?P<pid>\d+),uid="
)
# a name has 15 bytes, and the log writes a control character as four
# until 4.19, ahead of the plan; the pid comes with that
_LIMIT = re.compile(r"^Task in (?P<group>.*) killed as a result of limit of (?P<limited>.*)$")
_PLAN = re.compile(r"^Memory cgroup out of memory: Kill process (?P<pid>\d+) ")
_CRASH = re.compile(
    r"^(?:traps: )?(?P<comm>.{1,60}?)\[(?P<pid>\d+)\]:? "
    r"(?P<what>segfault at|general protection|trap |stack segment|unhandled |bad frame|"
    r"undefined instruction|pc-alignment|code protection|bus error)"
)


class Kill(NamedTuple):
    """One process that was killed for want of memory.

    `limited` is the group whose limit it was, `group` the one that the process was in.
    """

    line: LogLine
    pid: int
    comm: str
    by_limit: bool
    limited: str
    group: str = ""


class Crash(NamedTuple):
    """One process that died of a fault of its own."""

    line: LogLine
    pid: int
    comm: str


def kills(lines: Iterable[LogLine]) -> list[Kill]:
    """Give all kills for want of memory, oldest first."""
    limits = _Limits()
    found: dict[tuple[int, str], Kill] = {}
    for line in lines:
        if limits.learn(line.text):
            continue
        killed = _KILLED.match(line.text) or _KILLED_ALONE.match(line.text)
        if killed:
            pid = int(killed["pid"])
            by_limit, limited, group = limits.of(pid, line.text)
            # older kernels say it in two lines; the same pid within a second is the same death
            found[pid, f"{line.at_s:.0f}"] = Kill(
                line, pid, killed["comm"], by_limit, limited, group
            )
    return sorted(found.values(), key=_age)


class _Limits:
    """What the lines ahead of a kill say of whose limit it was, by pid."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[bool, str, str]] = {}
        self._named = ("", "")

    def learn(self, text: str) -> bool:
        """Take in a line; say whether it was one of these."""
        if told := _CONSTRAINT.match(text):
            pid, limited = int(told["pid"]), told["limited"] or ""
            self._known[pid] = ("MEMCG" in told["why"], limited, told["group"])
        elif told := _LIMIT.match(text):
            self._named = (told["limited"], told["group"])
        elif told := _PLAN.match(text):
            self._known[int(told["pid"])] = (True, *self._named)
            self._named = ("", "")
        return told is not None

    def of(self, pid: int, text: str) -> tuple[bool, str, str]:
        """Give whether it was a limit, whose, and of which group; once for each kill."""
        return self._known.pop(pid, (text.startswith("Memory cgroup"), "", ""))


def crashes(lines: Iterable[LogLine]) -> list[Crash]:
    """Give all crashes of programs, oldest first."""
    found = []
    for line in lines:
        told = _CRASH.match(line.text)
        if told:
            found.append(Crash(line, int(told["pid"]), told["comm"]))
    return sorted(found, key=_age)


def _age(event: Kill | Crash) -> tuple[float, int]:
    return (event.line.at_s, event.line.sequence)

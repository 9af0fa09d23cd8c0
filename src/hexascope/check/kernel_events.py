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
_CRASH = re.compile(
    r"^(?:traps: )?(?P<comm>.{1,60}?)\[(?P<pid>\d+)\]:? "
    r"(?P<what>segfault at|general protection|trap |stack segment|unhandled |bad frame|"
    r"undefined instruction|pc-alignment|code protection|bus error)"
)


class Kill(NamedTuple):
    """One process that was killed for want of memory; `limited`: the group whose limit it was."""

    line: LogLine
    pid: int
    comm: str
    by_limit: bool
    limited: str


class Crash(NamedTuple):
    """One process that died of a fault of its own."""

    line: LogLine
    pid: int
    comm: str


def kills(lines: Iterable[LogLine]) -> list[Kill]:
    """Give all kills for want of memory, oldest first."""
    limits: dict[int, tuple[bool, str]] = {}
    found: dict[tuple[int, str], Kill] = {}
    for line in lines:
        told = _CONSTRAINT.match(line.text)
        if told:
            limited = told["limited"] or ""
            limits[int(told["pid"])] = ("MEMCG" in told["why"], limited)
            continue
        killed = _KILLED.match(line.text) or _KILLED_ALONE.match(line.text)
        if killed:
            pid = int(killed["pid"])
            by_limit, group = limits.pop(pid, (line.text.startswith("Memory cgroup"), ""))
            # older kernels say it in two lines; the same pid within a second is the same death
            found[pid, f"{line.at_s:.0f}"] = Kill(line, pid, killed["comm"], by_limit, group)
    return sorted(found.values(), key=_age)


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

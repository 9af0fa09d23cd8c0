"""Marks of processes: whether one that left its mark somewhere still lives, asked on its machine.

A mark names the boot, the PID namespace, the PID and the moment of its start, so that neither a
restart, nor another container, nor a PID that was given anew is taken for the process.
"""

import os
from pathlib import Path

_START = 19
"""Place of the start time in /proc/PID/stat behind the name, which may hold blanks (proc(5))."""


def own_mark(proc: Path = Path("/proc")) -> str:
    """Give this process's mark; '' where /proc does not tell.

    >>> has_ended(own_mark())
    False
    """
    pid = os.getpid()
    place, started = _place(proc), _started(proc, pid)
    return f"{place}.{pid}.{started}" if place and started else ""


def has_ended(mark: str, proc: Path = Path("/proc")) -> bool:
    """Tell whether it is certain that a process has ended: one of elsewhere may still live."""
    place, _, rest = mark.partition(".")
    pid, _, started = rest.partition(".")
    if not (pid.isdecimal() and started.isdecimal()) or place != _place(proc):
        return False
    return _started(proc, int(pid)) != started


def _place(proc: Path) -> str:
    """Give what is the same for all processes that see each other's PIDs, until a restart."""
    try:
        boot = (proc / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        namespace = os.readlink(proc / "self/ns/pid")
    except (OSError, ValueError):
        return ""
    number = "".join(letter for letter in namespace if letter.isdecimal())
    return f"{boot.replace('-', '')}{number}"


def _started(proc: Path, pid: int) -> str:
    """Give when a process was started, in ticks since boot; '' where there is none."""
    try:
        words = (proc / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    told = words.rpartition(")")[2].split()
    dead = told[:1] in (["Z"], ["X"])  # killed, and not yet collected by who started it
    return told[_START] if len(told) > _START and not dead else ""

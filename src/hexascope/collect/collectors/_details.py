"""What of a process stands beside its stat file: a file or a link each, absent ones left out."""

from collections import Counter
from typing import TypeAlias

from hexascope.collect.contract import HostFiles, NotHere
from hexascope.domain.use import Status

Refusals: TypeAlias = "Counter[str]"
More: TypeAlias = "dict[str, object]"

LONGEST_COMMAND = 4096
"""Bytes of a command line that are read: Java's options fit, a megabyte of arguments does not."""

DELETED = " (deleted)"
CONTROLLERS = ("cpu", "memory", "pids", "blkio", "", "name=systemd")
"""Version 1 has a tree a controller; a process is named by the first in which it is not at the
top. The empty name is version 2's."""


class Details:
    """Reads the files of one process after another into fields of its row."""

    def __init__(self, host: HostFiles, refusals: Refusals) -> None:
        self._host = host
        self._refusals = refusals
        # of thousands of processes most share a control group: each text is read once
        self._groups: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {}

    def schedule(self, pid: int, more: More) -> None:
        """Read the time on a CPU and the time of waiting for one, in nanoseconds."""
        text = self._text(pid, "schedstat")
        if text:
            oncpu, delay, _ = text.split()
            more["oncpu_s"] = int(oncpu) / 1e9
            more["run_delay_s"] = int(delay) / 1e9

    def status(self, pid: int, more: More) -> None:
        """Read user, kinds of memory, switches and affinity."""
        text = self._text(pid, "status")
        if text:
            more["uid"] = _number(text, "\nUid:\t")
            for name, field in _KILOBYTES:
                kilobytes = _number(text, field)
                more[name] = None if kilobytes is None else kilobytes * 1024
            more["voluntary_switches"] = _number(text, "\nvoluntary_ctxt_switches:\t")
            more["involuntary_switches"] = _number(text, "\nnonvoluntary_ctxt_switches:\t")
            more["cpus_allowed"] = _word(text, "\nCpus_allowed_list:\t")

    def few(self, pid: int, more: More) -> None:
        """Read what everybody is placed by: control group and network namespace."""
        self._group(pid, more)
        more["net_namespace"] = self._link(pid, "ns/net")

    def all(self, pid: int, state: str, more: More) -> None:
        """Read everything."""
        self.few(pid, more)
        more["mount_namespace"] = self._link(pid, "ns/mnt")
        more["pid_namespace"] = self._link(pid, "ns/pid")
        more["root"] = self._link(pid, "root") or "/"
        executable = self._link(pid, "exe")
        more["executable_deleted"] = executable.endswith(DELETED)
        more["executable"] = executable.removesuffix(DELETED)
        self._io(pid, more)
        if state == "Z":
            return
        self._limits(pid, more)
        if state in "SD":
            self.wait(pid, more)
        if state != "D":  # it may hold the lock of its memory, and the look would wait with it
            more["command"] = self._command(pid)

    def wait(self, pid: int, more: More) -> None:
        """Read where in the kernel it waits, and in which system call."""
        channel = self._text(pid, "wchan")
        more["wait_channel"] = "" if channel == "0" else channel
        more["syscall"] = self._text(pid, "syscall").strip()

    def _command(self, pid: int) -> str:
        try:
            text = self._host.read_part(f"/proc/{pid}/cmdline", LONGEST_COMMAND).text
        except NotHere:
            return ""
        return text.replace("\0", " ").strip()

    def _io(self, pid: int, more: More) -> None:
        text = self._text(pid, "io")
        if text:
            chars, written, reads, writes, read_bytes, write_bytes = map(int, text.split()[1:12:2])
            more["read_chars"], more["written_chars"] = chars, written
            more["read_calls"], more["write_calls"] = reads, writes
            more["read_bytes"], more["write_bytes"] = read_bytes, write_bytes

    def _limits(self, pid: int, more: More) -> None:
        text = self._text(pid, "limits")
        if text:
            more["descriptor_limit"] = _number(text, "\nMax open files")
            more["process_limit"] = _number(text, "\nMax processes")

    def _group(self, pid: int, more: More) -> None:
        text = self._text(pid, "cgroup")
        if text:
            known = self._groups.get(text)
            if known is None:
                known = self._groups[text] = groups(text)
            more["cgroup"], more["cgroups"] = known

    def _text(self, pid: int, file: str) -> str:
        try:
            return self._host.read(f"/proc/{pid}/{file}")
        except NotHere as reason:
            self._refuse(file, reason)
            return ""

    def _link(self, pid: int, file: str) -> str:
        try:
            return self._host.link(f"/proc/{pid}/{file}")
        except NotHere as reason:
            self._refuse(file, reason)
            return ""

    def _refuse(self, file: str, reason: NotHere) -> None:
        if reason.status is Status.NO_PERMISSION:
            self._refusals[file] += 1


_KILOBYTES: tuple[tuple[str, str], ...] = (
    ("anon_bytes", "\nRssAnon:\t"),
    ("shmem_bytes", "\nRssShmem:\t"),
    ("swap_bytes", "\nVmSwap:\t"),
)


def groups(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Read /proc/PID/cgroup: the name of its group, and the group in each tree but the tops.

    >>> groups("2:cpu,cpuacct:/web\\n0::/\\n")
    ('/web', (('cpu', '/web'), ('cpuacct', '/web')))
    """
    trees: dict[str, str] = {}
    for line in text.splitlines():
        _, _, rest = line.partition(":")
        controllers, _, path = rest.partition(":")
        if path not in ("", "/"):
            trees.update(dict.fromkeys(controllers.split(","), path))
    name = next((trees[one] for one in CONTROLLERS if one in trees), "/")
    return name, tuple(trees.items())


def _word(text: str, field: str) -> str:
    """Give the first word behind a field's name, or ''."""
    at = text.find(field)
    if at < 0:
        return ""
    begin = at + len(field)
    words = text[begin : text.find("\n", begin)].split(None, 1)
    return words[0] if words else ""


def _number(text: str, field: str) -> int | None:
    """Give the number behind a field's name; None: absent, or without a limit."""
    word = _word(text, field)
    return int(word) if word.isdecimal() else None


__all__ = ["Details", "Refusals", "groups"]

"""A host as its sh has shown it: what was answered, and what is still to be asked."""

import os
import re
from collections.abc import Mapping, Sequence

from hexascope.collect.calls.cgroups import ALLOWED, MOST_FOLDERS
from hexascope.collect.calls.kmsg import LONGEST_LINE, MOST_LINES
from hexascope.collect.calls.nvml import DRIVER
from hexascope.collect.contract import READ_LIMIT, Json, NotHere, Part
from hexascope.collect.redact import redact
from hexascope.collect.remote.shell import LONGEST_FILE, Answer, Wanted, askable
from hexascope.domain.use import Status

NEEDS_PYTHON = "through sh alone it can't be asked: it needs Python 3.6 or later on the host"
NOT_ASKED = ("target", "since")
"""Calls that tell what the user wanted beside the host: nothing, where there is sh alone."""

KERNEL_BELOW = 8
"""Priorities of lines that the kernel wrote itself."""

_LOGGED = re.compile(r"^<(\d{1,3})>\[ *(\d{1,10}\.\d{1,9})\] (.*)")


class AskedFiles:
    """HostFiles over answers. What has none is noted in `missing`; what was used, in `used`."""

    def __init__(self, answers: Mapping[Wanted, Answer], me: Mapping[str, Json], at: float) -> None:
        self.answers = dict(answers)
        self.me = me
        self.at = at
        self.times: dict[str, float] = {}
        self.missing: dict[Wanted, None] = {}
        self.used: dict[Wanted, None] = {}

    def read(self, path: str) -> str:
        return self.read_part(path, READ_LIMIT).text

    def read_part(self, path: str, limit: int) -> Part:
        data = self._answer("f", path)
        if not isinstance(data, bytes):
            raise NotHere(Status.UNREADABLE, f"{path}: it is no file")
        limit = min(limit, LONGEST_FILE)
        whole = len(data) <= limit
        if not whole:
            data = data[: data.rfind(b"\n", 0, limit) + 1] or data[:limit]
        text = data.decode(errors="backslashreplace")
        return Part(redact(text) if path.endswith("/cmdline") else text, whole)

    def names(self, path: str) -> Sequence[str]:
        found = self._answer("d", path)
        if not isinstance(found, list):
            raise NotHere(Status.UNREADABLE, f"{path}: it is no folder")
        return found

    def link(self, path: str) -> str:
        return str(self._answer("l", path))

    def call(self, name: str, *arguments: str) -> Json:
        if name in NOT_ASKED:
            raise NotHere(Status.NOT_ASKED, "nothing was named")
        if name == "whoami":
            return {**self.me, "since_boot": self.at}
        first = arguments[0] if arguments else ""
        known = {
            "cgroup_folders": lambda: self._groups(first),
            "kmsg": self._log,
            "namespaces": lambda: self._namespaces(first),
            "statvfs": lambda: self._space(first),
            "systemd_units": lambda: self._said("systemd_units"),
            "thread_counts": self._thread_counts,
        }
        if name == "nvml":
            self.read(DRIVER)  # without a driver that is the reason, and no want of Python
        if name not in known:
            raise NotHere(Status.NOT_SUPPORTED, f"{name}: {NEEDS_PYTHON}")
        return known[name]()

    def clock(self, name: str) -> float:
        return self.times.get(name, self.at)

    def _answer(self, kind: str, path: str) -> Answer:
        one = Wanted(kind, path)
        self.used[one] = None
        found = self.answers.get(one)
        if found is None:
            if kind == "c" or askable(path):
                self.missing[one] = None
            raise NotHere(Status.NOT_PRESENT, f"{path}: it was not there when it was asked for")
        if isinstance(found, NotHere):
            raise NotHere(found.status, found.reason)
        return found

    def _pids(self) -> list[int]:
        return sorted(int(one) for one in self.names("/proc") if one.isdecimal() and one.isascii())

    def _thread_counts(self) -> Json:
        """Count as the folder of threads would: who has more than one."""
        found: dict[str, Json] = {}
        for pid in self._pids():
            try:
                count = int(self.read(f"/proc/{pid}/stat").rpartition(")")[2].split()[17])
            except (NotHere, LookupError, ValueError):
                continue  # it has ended
            if count > 1:
                found[str(pid)] = count
        return found

    def _namespaces(self, kind: str) -> Json:
        """Give the namespaces that have processes, as the call of that name does."""
        oldest: dict[str, int] = {}
        counts: dict[str, int] = {}
        refused = 0
        for pid in self._pids():
            try:
                name = self.link(f"/proc/{pid}/ns/{kind}")
            except NotHere as reason:
                refused += reason.status is Status.NO_PERMISSION
                continue
            counts[name] = counts.get(name, 0) + 1
            oldest.setdefault(name, pid)
        mine = int(str(self.me["pid"]))
        own = self.link(f"/proc/{mine}/ns/{kind}")
        oldest[own] = mine
        counts.setdefault(own, 1)
        names = sorted(counts, key=lambda name: (name != own, -counts[name], oldest[name]))
        rows: list[Json] = [[name, oldest[name], counts[name]] for name in names]
        return {"own": own, "rows": rows, "total": len(names), "refused": refused}

    def _space(self, path: str) -> Json:
        """Read what `stat -f` and `stat` tell of a filesystem."""
        told = self._answer("v", path)
        words = told.split() if isinstance(told, bytes) else []
        if len(words) != 7:
            raise NotHere(Status.NOT_SUPPORTED, f"statvfs: {NEEDS_PYTHON}, or `stat`")
        block, blocks, free, available, inodes, inodes_free, number = (int(one) for one in words)
        return {
            "size": blocks * block,
            "free": free * block,
            "available": available * block,
            "inodes": inodes,
            "inodes_free": inodes_free,
            "number": f"{os.major(number)}:{os.minor(number)}",
            "seconds": 0.0,
        }

    def _said(self, name: str) -> str:
        """Give what a command told; it is asked by no path."""
        found = self._answer("c", name)
        return found.decode(errors="backslashreplace") if isinstance(found, bytes) else ""

    def _log(self) -> Json:
        """Read `dmesg -r`: `<6>[   12.345678] text`; the time stands in for the sequence."""
        rows: list[Json] = []
        for line in self._said("kmsg").splitlines():
            found = _LOGGED.match(line)
            if found and int(found[1]) < KERNEL_BELOW:
                at = float(found[2])
                rows.append([at, int(found[1]), int(at * 1e6), found[3][:LONGEST_LINE]])
        return rows[-MOST_LINES:]

    def _groups(self, mount: str) -> Json:
        if not mount.startswith(ALLOWED) or ".." in mount.split("/"):
            return []
        told = self._answer("t", mount)
        below = [one.removeprefix(mount) for one in told] if isinstance(told, list) else []
        below.sort(key=lambda one: (one.count("/"), one))
        shown: list[Json] = [os.fsencode(one).decode(errors="backslashreplace") for one in below]
        return ["/", *shown][:MOST_FOLDERS]

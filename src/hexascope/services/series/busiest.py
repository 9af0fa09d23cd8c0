"""The busiest processes and control groups: short tables for who watches a host's page.

Of all processes only /proc/PID/stat is read, about 30 µs each; what costs more is read of few.
Nothing of it is kept.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypedDict

from hexascope.collect.contract import Gather, HostFiles, NotHere
from hexascope.domain.rows import CgroupUse, ProcessSample

MOST_WITH_IO = 300
"""Processes whose I/O is read: those that used CPU time, wait for a disk, or are large."""

MOST_BY_CPU = 24
MOST_BY_MEMORY = 12
MOST_BY_IO = 12
MOST_GROUPS = 12
"""Control groups by CPU, and as many by memory."""

LONGEST_COMMAND = 200
"""Letters of a command line, and of a control group's path."""

_PASSWORDS = "/etc/passwd"


class BusyProcess(TypedDict):
    """One process: CPU as a share of one CPU, rates in bytes a second; None where unknown."""

    pid: int
    name: str
    command: str
    user: str | None
    state: str
    threads: int
    cpu: float
    memory: int
    read: float | None
    write: float | None


class BusyGroup(TypedDict):
    """One control group: CPUs used on average, bytes, rates in bytes a second."""

    path: str
    cpu: float | None
    throttled: float | None
    memory: int | None
    limit: int | None
    processes: int
    read: float | None
    write: float | None


def busy_groups(rows: Sequence[CgroupUse]) -> list[BusyGroup]:
    """Give the control groups that use most CPU or memory."""
    by_cpu = sorted(rows, key=lambda one: -(one.cpu_share or 0.0))
    by_memory = sorted(rows, key=lambda one: -(one.now.memory_bytes or 0))
    chosen = {one.now.path: one for one in (*by_cpu[:MOST_GROUPS], *by_memory[:MOST_GROUPS])}
    return [
        BusyGroup(
            path=one.now.path[:LONGEST_COMMAND],
            cpu=one.cpu_share,
            throttled=one.throttled_share,
            memory=one.now.memory_bytes,
            limit=one.now.memory_limit_bytes,
            processes=one.now.processes,
            read=one.read_bytes_per_s,
            write=one.write_bytes_per_s,
        )
        for one in chosen.values()
    ]


class _Identity(NamedTuple):
    pid: int
    start_s: float


class _Moved(NamedTuple):
    """Bytes that a process has had read from and written to storage."""

    read: int
    written: int


@dataclass(slots=True)
class Busiest:
    """Looks at processes again and again; each look is told against the one before.

    `gather` gives the samples of a light look.
    """

    files: HostFiles
    gather: Gather
    at: float = 0.0
    samples: Mapping[_Identity, ProcessSample] = field(default_factory=dict)
    moved: Mapping[_Identity, _Moved] = field(default_factory=dict)
    who: dict[_Identity, tuple[str | None, str]] = field(default_factory=dict)
    users: Mapping[str, str] | None = None

    def forget(self) -> None:
        """Forget the look before: nobody watches any more."""
        self.at, self.samples, self.moved = 0.0, {}, {}
        self.who.clear()

    def look(self, at: float) -> list[BusyProcess] | None:
        """Give the busiest since the look before, the busiest first; None at the first look."""
        samples = dict(self._samples())
        seconds, before = at - self.at, self.samples
        shares = {
            one: max(0.0, now.cpu_s - before[one].cpu_s) / seconds if one in before else 0.0
            for one, now in samples.items()
            if seconds > 0
        }
        moved = dict(self._moved(_worth(samples, shares)))
        rates = {
            one: _Rates(
                max(0, now.read - self.moved[one].read) / seconds,
                max(0, now.written - self.moved[one].written) / seconds,
            )
            for one, now in moved.items()
            if one in self.moved and seconds > 0
        }
        first = not self.at
        self.at, self.samples, self.moved = at, samples, moved
        if first:
            return None
        return self._told(samples, shares, rates)

    def _told(
        self,
        samples: Mapping[_Identity, ProcessSample],
        shares: Mapping[_Identity, float],
        rates: Mapping[_Identity, "_Rates"],
    ) -> list[BusyProcess]:
        by_cpu = sorted(samples, key=lambda one: -shares.get(one, 0.0))
        by_memory = sorted(samples, key=lambda one: -samples[one].rss_bytes)
        by_io = sorted(rates, key=lambda one: -(rates[one].read + rates[one].write))
        chosen = dict.fromkeys(
            (*by_cpu[:MOST_BY_CPU], *by_memory[:MOST_BY_MEMORY], *by_io[:MOST_BY_IO])
        )
        self.who = {one: self.who.get(one) or self._who(one) for one in chosen}
        return [
            BusyProcess(
                pid=one.pid,
                name=samples[one].comm,
                command=self.who[one][1],
                user=self.who[one][0],
                state=samples[one].state,
                threads=samples[one].threads,
                cpu=round(shares.get(one, 0.0), 4),
                memory=samples[one].rss_bytes,
                read=round(rates[one].read) if one in rates else None,
                write=round(rates[one].write) if one in rates else None,
            )
            for one in chosen
        ]

    def _samples(self) -> Iterator[tuple[_Identity, ProcessSample]]:
        try:
            for one in self.gather(self.files):
                if isinstance(one, ProcessSample):
                    yield _Identity(one.pid, one.start_s), one
        except (NotHere, ArithmeticError, ValueError, LookupError, TypeError):
            return  # there is no /proc that makes sense: nothing is told

    def _moved(self, wanted: list[_Identity]) -> Iterator[tuple[_Identity, _Moved]]:
        for one in wanted:
            try:
                text = self.files.read(f"/proc/{one.pid}/io")
                told = dict(line.split(": ", 1) for line in text.splitlines())
                yield one, _Moved(int(told["read_bytes"]), int(told["write_bytes"]))
            except (NotHere, LookupError, ValueError):
                continue  # it ended, or belongs to others: unknown, never 0

    def _who(self, one: _Identity) -> tuple[str | None, str]:
        """Give the user and the command line, as far as they can be seen."""
        user, command = None, ""
        try:
            status = self.files.read(f"/proc/{one.pid}/status")
            uid = status.partition("\nUid:")[2].split(maxsplit=1)[:1]
            user = self._names().get(uid[0], uid[0]) if uid else None
            command = self.files.read(f"/proc/{one.pid}/cmdline")
        except NotHere:
            pass
        return user, command.replace("\0", " ").strip()[:LONGEST_COMMAND]

    def _names(self) -> Mapping[str, str]:
        if self.users is None:
            try:
                lines = [line.split(":") for line in self.files.read(_PASSWORDS).splitlines()]
            except NotHere:
                lines = []
            self.users = {line[2]: line[0] for line in lines if len(line) > 2}
        return self.users


class _Rates(NamedTuple):
    read: float
    write: float


def _worth(
    samples: Mapping[_Identity, ProcessSample], shares: Mapping[_Identity, float]
) -> list[_Identity]:
    """Choose whose I/O is read: who waits for it, then who works, then who is large."""
    ranked = sorted(
        (one for one, now in samples.items() if now.rss_bytes),
        key=lambda one: (
            samples[one].state != "D",
            -shares.get(one, 0.0),
            -samples[one].rss_bytes,
        ),
    )
    return ranked[:MOST_WITH_IO]

"""Processes: all of them by /proc/PID/stat, and as many as time allows in detail."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

from hexascope.collect.collectors import _stat as stat
from hexascope.collect.collectors._details import Details, Refusals
from hexascope.collect.contract import HostFiles, NotHere, collector
from hexascope.domain.rows import Process, ProcessSample
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

MOST_PROCESSES = 50_000
"""Processes that a full look reads."""

MOST_SAMPLED = 5_000
"""Processes that a light look reads."""

ALL_IN_DETAIL = 1_500
"""Up to so many processes of users all files of each are read: 0.15 ms a process."""

MOST_OF_A_KIND = 250
"""Above that: so many by CPU time, by CPU time for their age, by memory, by descriptors; and so
many of those that run or are blocked."""

MOST_COUNTED = 10_000
"""Processes whose run delay is read."""


class _Read(NamedTuple):
    """One process whose stat file was read."""

    pid: int
    name: str
    fields: Sequence[str]


class _Folder(NamedTuple):
    """What the folder of a process' descriptors tells without being opened."""

    descriptors: int | None
    uid: int | None


_UNKNOWN = _Folder(None, None)


def _kept(pids: list[int], most: int) -> list[int]:
    """Keep the oldest and the newest where there are too many."""
    half = most // 2
    return pids if len(pids) <= most else pids[:half] + pids[-half:]


def _samples(host: HostFiles) -> Iterator[ProcessSample | Reading]:
    by = stat.scale(host)
    pids = stat.pids(host)
    for pid in _kept(pids, MOST_SAMPLED):
        try:
            yield stat.sample(host.read(f"/proc/{pid}/stat"), by)
        except (NotHere, ValueError):
            continue  # it ended, or what it shows is cut short
    yield Reading("process.count", (), len(pids), "/proc")


@collector(
    reads=(
        *(f"/proc/PID/{name}" for name in ("stat", "status", "schedstat", "io", "limits")),
        *(f"/proc/PID/{name}" for name in ("cmdline", "cgroup", "wchan", "syscall")),
        *(f"/proc/PID/{name}" for name in ("exe", "root", "ns/net", "ns/mnt", "ns/pid")),
        "descriptor_counts",
        "whoami",
    ),
    gives=("process.count", "process.read_at", "process.own"),
    light=_samples,
    light_every_seconds=1.0,
)
def processes(host: HostFiles) -> Iterator[Process | Reading | Missing]:
    """Read every process: its state, CPU time, memory, faults, waits, I/O and descriptors.

    A process that ends meanwhile is passed over. On a host with thousands of processes the files
    that cost most are read of those only that use CPU, memory or descriptors, run or are blocked.
    Never read are smaps, maps and the environment.
    """
    by = stat.scale(host)
    pids = stat.pids(host)
    yield from _hidden(pids)
    read, nonsense = _read(host, _kept(pids, MOST_PROCESSES))
    folders = _folders(host)
    chosen = _chosen(read, by, folders)
    counted = {one.pid for one in _kept_rows(read)}
    refusals: Refusals = Counter()
    details = Details(host, refusals)
    for one in read:
        try:
            folder = folders.get(one.pid, _UNKNOWN)
            yield _row(one, by, details, folder, counted, chosen)
        except (ValueError, LookupError, OverflowError):
            nonsense += 1
    yield Reading("process.count", (), len(pids), "/proc")
    yield Reading("process.read_at", (), by.since_boot, "whoami")
    yield Reading("process.own", (), by.own, "whoami")
    yield from _told(len(pids), len(read), chosen, refusals, nonsense)


def _read(host: HostFiles, pids: list[int]) -> tuple[list[_Read], int]:
    """Read the stat files first, so that the counters of all are of nearly one time."""
    found: list[_Read] = []
    nonsense = 0
    for pid in pids:
        try:
            name, fields = stat.split(host.read(f"/proc/{pid}/stat"))
        except NotHere:
            continue  # it ended since the folder was listed
        except ValueError:
            nonsense += 1
            continue
        found.append(_Read(pid, name, fields))
    return found, nonsense


def _row(
    one: _Read,
    by: stat.Scale,
    details: Details,
    folder: _Folder,
    counted: set[int],
    chosen: set[int] | None,
) -> Process:
    row, pid = _base(one, by, folder), one.pid
    more: dict[str, object] = {}
    if pid in counted:
        details.schedule(pid, more)
    if row.is_kernel_thread:
        more["uid"] = 0
        if row.state == "D":
            details.wait(pid, more)
    elif chosen is None or pid in chosen:
        details.status(pid, more)
        details.all(pid, row.state, more)
    else:
        details.few(pid, more)
    return row._replace(**more)  # type: ignore[arg-type] # a row's fields by their names


def _base(one: _Read, by: stat.Scale, folder: _Folder) -> Process:
    """Read the fields of the stat file."""
    fields, pid, ticks = one.fields, one.pid, by.ticks
    return Process(
        pid,
        int(fields[stat.PPID]),
        one.name,
        fields[stat.STATE],
        int(fields[stat.START]) / ticks,
        int(fields[stat.USER]) / ticks,
        int(fields[stat.SYSTEM]) / ticks,
        int(fields[stat.CHILDREN_USER]) / ticks,
        int(fields[stat.CHILDREN_SYSTEM]) / ticks,
        int(fields[stat.MINOR]),
        int(fields[stat.MAJOR]),
        int(fields[stat.CHILDREN_MINOR]),
        int(fields[stat.CHILDREN_MAJOR]),
        int(fields[stat.THREADS]),
        int(fields[stat.NICE]),
        int(fields[stat.POLICY]),
        int(fields[stat.REALTIME_PRIORITY]),
        int(fields[stat.PROCESSOR]),
        int(fields[stat.RSS]) * by.page,
        int(fields[stat.VIRTUAL]),
        int(fields[stat.FLAGS]),
        int(fields[stat.BLOCK_DELAY]) / ticks,
        uid=folder.uid,
        descriptors=folder.descriptors,
    )


def _folders(host: HostFiles) -> dict[int, _Folder]:
    """Give descriptors and user of each process, by one call for all of them."""
    try:
        told = host.call("descriptor_counts")
    except NotHere:
        return {}
    found: dict[int, _Folder] = {}
    for pid, pair in told.items() if isinstance(told, dict) else ():
        match pair:
            case [int(count), int(uid)] if pid.isdecimal():
                found[int(pid)] = _Folder(count, uid)
    return found


def _kept_rows(read: list[_Read]) -> list[_Read]:
    half = MOST_COUNTED // 2
    return read if len(read) <= MOST_COUNTED else read[:half] + read[-half:]


def _chosen(read: list[_Read], by: stat.Scale, folders: Mapping[int, _Folder]) -> set[int] | None:
    """Choose who is read in detail; None: everybody."""
    users = [one for one in read if one.fields[stat.RSS] != "0"]  # kernel threads have no memory
    if len(users) <= ALL_IN_DETAIL:
        return None
    weights: list[tuple[float, float, int, int, int]] = []
    for one in users:
        fields = one.fields
        try:
            cpu = int(fields[stat.USER]) + int(fields[stat.SYSTEM])
            age = max(by.since_boot * by.ticks - int(fields[stat.START]), 1.0)
            memory = int(fields[stat.RSS])
        except ValueError:
            continue
        weights.append(
            (cpu, cpu / age, memory, folders.get(one.pid, _UNKNOWN).descriptors or 0, one.pid)
        )
    chosen: set[int] = set()
    for weight in range(4):
        weights.sort(key=itemgetter(weight), reverse=True)
        chosen.update(one[4] for one in weights[:MOST_OF_A_KIND])
    busy = [one.pid for one in users if one.fields[stat.STATE] in "RD"]
    chosen.update(busy[:MOST_OF_A_KIND])
    return chosen


def _hidden(pids: list[int]) -> Iterator[Missing]:
    """With hidepid the folder lists only one's own: the first process of all is never gone."""
    if pids and pids[0] != 1:
        yield Missing(
            "process.count",
            Status.NO_PERMISSION,
            "/proc is mounted with hidepid: processes of other users can't be seen",
        )


def _told(
    total: int, read: int, chosen: set[int] | None, refusals: Refusals, nonsense: int
) -> Iterator[Missing | Reading]:
    """Say what was left out, and why."""
    if total > MOST_PROCESSES:
        reason = f"sampled: {MOST_PROCESSES} of {total} processes were read"
        yield Missing("processes", Status.UNREADABLE, reason)
        yield Reading("process.count_total", (), total, "/proc")
    if chosen is not None:
        reason = f"sampled: {len(chosen)} of {read} processes were read in detail"
        yield Missing("process details", Status.UNREADABLE, reason)
    if refusals:
        files = ", ".join(sorted(refusals))
        reason = f"{max(refusals.values())} of {read} processes refuse {files} in /proc/PID"
        yield Missing("process files of others", Status.NO_PERMISSION, reason)
    if nonsense:
        reason = f"{nonsense} stat files were cut short or made no sense"
        yield Missing("/proc/PID/stat", Status.UNREADABLE, reason)

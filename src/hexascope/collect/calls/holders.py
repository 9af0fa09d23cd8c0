"""Who holds what: the processes behind each namespace, and behind each socket."""

import os
import threading

from hexascope.collect.contract import Json
from hexascope.kit import clock

MOST_NAMESPACES = 256
MOST_DESCRIPTORS = 200_000
MOST_RECENT = 32
"""Owners that are remembered, and asked first the next time."""
FRESH_SECONDS = 1.0
"""How long it is believed who holds which socket: a look asks for open files and owners at once."""
KINDS = ("net", "mnt")

_kept: dict[str, tuple[float, Json]] = {}
_recent: dict[int, None] = {}
_walked: dict[str, list[int]] = {}
_walked_at = [0.0]
_lock = threading.Lock()


def namespaces(kind: str, age: str) -> Json:
    """Give the namespaces of a kind ("net" or "mnt") that have processes, our own one first.

    A row is [name, pid of its oldest process, number of processes]. An answer not older than
    `age` seconds is given again: in one look many ask, and a light look must not walk /proc.
    """
    if kind not in KINDS:
        raise ValueError(kind)
    with _lock:
        now = clock.monotonic()
        kept = _kept.get(kind)
        if kept is not None and now - kept[0] <= float(age):
            return kept[1]
        answer = _namespaces(kind)
        _kept[kind] = (now, answer)
        return answer


def _namespaces(kind: str) -> Json:
    """Read one link for each process; who may not be looked at is counted."""
    oldest: dict[str, int] = {}
    counts: dict[str, int] = {}
    refused = 0
    for pid in sorted(int(name) for name in os.listdir("/proc") if name.isdecimal()):
        try:
            name = os.readlink(f"/proc/{pid}/ns/{kind}")
        except PermissionError:
            refused += 1
            continue
        except OSError:  # it has ended
            continue
        if name in counts:
            counts[name] += 1
        else:
            counts[name], oldest[name] = 1, pid
    own = os.readlink(f"/proc/self/ns/{kind}")
    oldest[own] = os.getpid()
    names = sorted(counts, key=lambda name: (name != own, -counts[name], oldest[name]))
    rows: list[Json] = [[name, oldest[name], counts[name]] for name in names[:MOST_NAMESPACES]]
    return {"own": own, "rows": rows, "total": len(names), "refused": refused}


def remember_sockets(sockets: dict[str, list[int]], began: float) -> None:
    """Keep who held which sockets (as `socket:[inode]`, the youngest pid first) in a walk."""
    with _lock:
        _walked.clear()
        _walked.update(sockets)
        _walked_at[0] = began


def socket_owners(inodes: str, most: str) -> Json:
    """Give the pid that holds each of the sockets (inodes, separated by commas).

    Who held one before is asked first, then the youngest processes. It ends when all are found or
    `most` descriptors were seen. What the walk for open files has just seen is not looked for
    again: a socket that is still in the tables is still held.
    """
    wanted = {f"socket:[{inode}]": inode for inode in inodes.split(",") if inode}
    owners: dict[str, Json] = {}
    seen = 0
    with _lock:
        early = list(_recent)
        _from_walk(wanted, owners, early)
    others = sorted((int(name) for name in os.listdir("/proc") if name.isdecimal()), reverse=True)
    for pid in dict.fromkeys((*early, *others)):
        if not wanted or seen > min(int(most), MOST_DESCRIPTORS):
            break
        seen += _take(pid, wanted, owners)
    with _lock:
        for pid in {pid for pid in owners.values() if isinstance(pid, int)}:
            _recent.pop(pid, None)
            _recent[pid] = None
        for pid in list(_recent)[:-MOST_RECENT]:
            del _recent[pid]
    return owners


def _from_walk(wanted: dict[str, str], owners: dict[str, Json], early: list[int]) -> None:
    """Move from wanted to owners what a walk of this look has seen."""
    if clock.monotonic() - _walked_at[0] > FRESH_SECONDS:
        return
    first = {pid: place for place, pid in enumerate(early)}
    for link in [one for one in wanted if one in _walked]:
        pids = _walked[link]
        owners[wanted.pop(link)] = min(pids, key=lambda pid: first.get(pid, len(first)))


def _take(pid: int, wanted: dict[str, str], owners: dict[str, Json]) -> int:
    """Look through one process' descriptors; give how many there were."""
    folder = f"/proc/{pid}/fd/"
    try:
        names = os.listdir(folder)
    except OSError:  # ended, or of another user
        return 1
    for name in names:
        try:
            inode = wanted.pop(os.readlink(folder + name), None)
        except OSError:
            continue
        if inode is not None:
            owners[inode] = pid
    return len(names) + 1

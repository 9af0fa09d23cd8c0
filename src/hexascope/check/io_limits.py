"""Control groups that stand at one of their I/O limits."""

from collections.abc import Iterator
from typing import NamedTuple

from hexascope.domain.case import Case
from hexascope.domain.rows import Cgroup, ProcessUse

KINDS = ("rbps", "wbps", "riops", "wiops")
"""In the order of the counters in Cgroup.io_bytes, behind the device's number."""

AT_LIMIT = 0.80
"""Share of a limit from which on a group counts as held back by it."""


class HeldGroup(NamedTuple):
    """A group at one of its limits: in bytes or requests a second, as its kind says."""

    group: Cgroup
    before: Cgroup
    number: str
    kind: str
    limit: float
    rate: float


def held_groups(case: Case, used_share: float = AT_LIMIT) -> Iterator[HeldGroup]:
    """Give the groups that used at least this share of a limit, counted over the window."""
    before = {one.path: one for one in case.window.first.rows(Cgroup)}
    seconds = case.window.seconds_of("cgroup.count")
    if seconds <= 0:
        return
    for group in case.window.last.rows(Cgroup):
        then = before.get(group.path)
        if not group.io_limits or then is None:
            continue
        earlier = {one[0]: one[1:] for one in then.io_bytes}
        now = {one[0]: one[1:] for one in group.io_bytes}
        for number, kind, most in group.io_limits:
            if kind not in KINDS or number not in now or most <= 0:
                continue
            column = KINDS.index(kind)
            grown = now[number][column] - earlier.get(number, (0, 0, 0, 0))[column]
            if grown / seconds >= most * used_share:
                yield HeldGroup(group, then, number, kind, most, grown / seconds)


def holds_back(case: Case, use: ProcessUse) -> bool:
    """Say whether a process belongs to a group that stands at one of its I/O limits."""
    paths = {use.now.cgroup, *(path for _, path in use.now.cgroups)}
    return any(
        path == held.group.path or path.startswith(held.group.path.rstrip("/") + "/")
        for held in held_groups(case)
        for path in paths
        if path
    )

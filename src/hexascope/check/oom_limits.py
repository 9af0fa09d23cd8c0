"""Kills that control groups count, and whose limit it was: a group may be killed for one above."""

from collections.abc import Iterable, Mapping

from hexascope.check.kernel_events import Kill
from hexascope.domain.rows import CgroupUse, with_all_above


def counted(uses: Iterable[CgroupUse], least: float) -> dict[str, CgroupUse]:
    """Give the groups in which processes were killed in the window.

    Before memory.events.local (5.2) a group of version 2 also counts the kills of those below it.
    """
    found = {one.now.path: one for one in uses if (one.oom_kills or 0) >= least}
    return {
        path: use
        for path, use in found.items()
        if use.now.version == 1 or not any(_is_above(path, other) for other in found)
    }


def limit_met(groups: Mapping[str, CgroupUse], path: str) -> str:
    """Give the nearest group upwards that ran into a limit of its own in the window; '': none.

    The kernel counts a kill where the process was, also when the host itself had run out.
    """
    for upper in with_all_above(path):
        use = groups.get(upper)
        if use is not None and use.now.memory_limit_bytes and use.limit_hits != 0:
            return upper
    return ""


def placed(kill: Kill, owners: Mapping[str, str]) -> Kill:
    """Name the group of a kill whose log line does not, as before Linux 5.0, if only one fits."""
    if kill.limited or kill.group or not kill.by_limit:
        return kill
    fitting = [(path, owner) for path, owner in owners.items() if owner]
    if len(fitting) != 1:
        return kill
    [(path, owner)] = fitting
    return kill._replace(limited=owner, group=path)


def _is_above(path: str, other: str) -> bool:
    return other != path and other.startswith(path.rstrip("/") + "/")

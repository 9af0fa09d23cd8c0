"""Whether those that a case speaks of are there yet: a panel takes its time, and pids return."""

import os
from dataclasses import replace

from hexascope.collect.collectors import _stat as stat
from hexascope.collect.contract import HostFiles, NotHere
from hexascope.domain.case import Case
from hexascope.domain.probe import Subject
from hexascope.domain.rows import Process

LARGEST_DIFFERENCE_S = 0.005
"""Under one tick of any kernel: a process started at another tick is another process."""


def alive(host: HostFiles, subject: Subject, case: Case) -> Subject | None:
    """Give a subject with those of its processes that run yet; None where all are gone.

    A pid that was given to another process meanwhile is not its process any more.
    """
    began = {row.pid: row.start_s for row in case.rows(Process)}
    pids = tuple(pid for pid in subject.pids if _is_same(host, pid, began.get(pid)))
    if subject.pids and not pids:
        return None
    return replace(subject, pids=pids)


def _is_same(host: HostFiles, pid: int, began_s: float | None) -> bool:
    try:
        _, fields = stat.split(host.read(f"/proc/{pid}/stat"))
        now_s = int(fields[stat.START]) / os.sysconf("SC_CLK_TCK")
    except (NotHere, ValueError):
        return False
    return began_s is None or abs(now_s - began_s) < LARGEST_DIFFERENCE_S

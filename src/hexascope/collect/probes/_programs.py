"""Which well-known programs the findings and the target speak of, for their probes."""

from collections.abc import Collection, Iterator

from hexascope.collect.probes._subjects import troubles
from hexascope.domain.case import Case
from hexascope.domain.probe import Subject
from hexascope.domain.rows import Process, Socket
from hexascope.domain.target import TargetStory


def programs(case: Case, comms: Collection[str]) -> Iterator[Subject]:
    """Give the servers of some names that are blamed, or belong to the target.

    Of a server with a process for each session it is the one that started them. The place is where
    it listens, `tcp:127.0.0.1:6379`, where that is known.
    """
    rows = {one.pid: one for one in case.rows(Process)}
    seen: set[int] = set()
    for pid in _named(case):
        row = rows.get(pid)
        if row is None or row.comm not in comms:
            continue
        while (above := rows.get(row.ppid)) is not None and above.comm in comms:
            row = above
        if row.pid not in seen:
            seen.add(row.pid)
            yield Subject(name=row.comm, pids=(row.pid,), place=door_of(case, row.pid))


def _named(case: Case) -> Iterator[int]:
    for one in troubles(case):
        if one.culprit is not None:
            yield from one.culprit.pids
    for story in case.rows(TargetStory):
        yield from (pid for pid, _ in story.members)


def door_of(case: Case, pid: int) -> str:
    """Give where a process listens, as ProbeHost.ask wants it; '' where that is not known."""
    for one in case.rows(Socket):
        if one.owner_pid == pid and one.state == "LISTEN" and one.protocol == "tcp":
            host, _, port = one.local.rpartition(":")
            near = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}.get(host, host)  # noqa: S104 - read
            return f"tcp:{near}:{port}"
    return ""

"""The target of an examination: its processes, and what its threads do, many times a second."""

from collections.abc import Iterator
from contextlib import suppress
from functools import partial

from hexascope.collect.collectors._members import Found, members, world
from hexascope.collect.contract import HostFiles, Json, NotHere, collector
from hexascope.domain.rows import TargetProcess, TaskSample
from hexascope.domain.snapshot import Missing, Reading
from hexascope.domain.use import Status

ROW_FIELDS = 13


def _samples(host: HostFiles, which: str) -> Iterator[TaskSample | Missing]:
    """Take what a sample tells: all threads, or those that ran since the last one."""
    told = host.call("task_samples", which)
    if not isinstance(told, dict):
        raise TypeError("a sample of threads is no table")
    rows = told.get("rows")
    for row in rows if isinstance(rows, list) else ():
        yield _row(row)
    left_out = told.get("left_out")
    if which == "all" and isinstance(left_out, int) and left_out > 0:
        reason = f"sampled: {left_out} threads of the target were left out"
        yield Missing("target.tasks", Status.UNREADABLE, reason)


def _row(row: Json) -> TaskSample:
    match row:
        case [
            int(pid),
            int(tid),
            str(comm),
            str(state),
            oncpu,
            delay,
            switches,
            str(channel),
            str(call),
            str(raw),
            str(stack),
            list(on),
            int(depth),
        ]:
            return TaskSample(
                pid,
                tid,
                comm,
                state,
                oncpu / 1e9 if isinstance(oncpu, int) else None,
                delay / 1e9 if isinstance(delay, int) else None,
                switches if isinstance(switches, int) else None,
                channel,
                raw,
                stack,
                call,
                tuple(str(one) for one in on),
                depth,
            )
    raise ValueError("a thread's sample made no sense")


@collector(
    reads=(
        "target",
        "/proc/PID/stat",
        "/proc/PID/cgroup",
        "/proc/self/mountinfo",
        "systemd_units",
        "runtime_containers",
        "container_files",
        "namespaces",
        "/proc/PID/net/tcp",
        "/proc/PID/net/udp",
        "descriptor_holders",
        "path_users",
        "watch_tasks",
        "task_samples",
    ),
    gives=("target.kind", "target.name", "target.member_count"),
    light=partial(_samples, which="changed"),
)
def target_tasks(host: HostFiles) -> Iterator[TargetProcess | TaskSample | Reading | Missing]:
    """Find the processes of what the user named, and sample what each of their threads does.

    Of each thread: time on a CPU and time of waiting for one, and where it waits: the wait channel,
    the system call with its descriptors, and the kernel's stack where it is readable. Without a
    target nothing is read.
    """
    kind, name = _asked(host)
    yield Reading("target.kind", (), kind, "target")
    yield Reading("target.name", (), name, "target")
    try:
        found = _found(host, kind, name)
    except NotHere as reason:
        yield Missing("target", reason.status, reason.reason)
        yield Missing("target.member_count", reason.status, reason.reason)
    else:
        yield from found
    try:
        yield from _samples(host, "all")
    except NotHere as reason:
        yield Missing("target.tasks", reason.status, reason.reason)


def _asked(host: HostFiles) -> tuple[str, str]:
    match host.call("target"):
        case {"kind": str(kind), "name": str(name)}:
            return kind, name
    raise TypeError("what was asked about made no sense")


def _found(host: HostFiles, kind: str, name: str) -> list[TargetProcess | Reading]:
    everybody = world(host)
    found = members(everybody, kind, name)
    rows = [TargetProcess(pid, everybody.rows[pid].start_s, why) for pid, why in found.why.items()]
    pids = ",".join(str(pid) for pid in found.why)
    with suppress(NotHere):  # that nobody samples threads here is told where they are asked for
        host.call("watch_tasks", pids, "\n".join(_folders(host, found)))
    return [*rows, Reading("target.member_count", (), len(rows), "/proc")]


def _folders(host: HostFiles, found: Found) -> list[str]:
    """Give the folders of a target's groups, for processes may begin in them."""
    if not found.groups:
        return []
    try:
        text = host.read("/proc/self/mountinfo")
    except NotHere:
        return []
    folders: list[str] = []
    for line in text.splitlines():
        place, _, kind = line.partition(" - ")
        if kind.startswith(("cgroup ", "cgroup2 ")):
            mount = place.split()[4]
            folders += [mount + group for group in found.groups]
    return folders

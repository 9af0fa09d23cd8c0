"""A stalled loop: requests lie unread because the one thread that serves all is not there."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from hexascope.check import culprits
from hexascope.check.connections import owners, port_of, victims
from hexascope.check.contract import check, declared, limit
from hexascope.check.members import of_pid
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse, Socket, Talk, ThreadUse
from hexascope.domain.snapshot import Pulse, Snapshot
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of event_loop_stalled."""

    unread_s: float = limit(
        0.030,
        Unit.SECONDS,
        "age of a request that its program has not even read",
        source="ours: a loop that has room reads within a millisecond; monitors warn from 20 to 50",
    )
    connections: float = limit(
        2, Unit.COUNT, "connections in one look whose requests lie unread so long", source="ours"
    )
    looks_share: float = limit(
        0.20,
        Unit.RATIO,
        "share of the looks that saw it; fewer are a hiccup",
        source="ours",
        window="the light looks",
    )
    looks: float = limit(4, Unit.COUNT, "looks that are needed to tell of a share", source="ours")
    grave_s: float = limit(
        0.5, Unit.SECONDS, "age of an unread request from which on it is high", source="ours"
    )
    run_delay_share: float = limit(
        0.30,
        Unit.RATIO,
        "share of the time that it waits for a CPU, and longer than it runs: others hold it up",
        source="ours",
        window="the window",
    )
    busy_share: float = limit(
        0.50,
        Unit.RATIO,
        "share of one CPU from which on its own work holds it up",
        source="ours",
        window="the window",
    )


@dataclass(slots=True)
class _Seen:
    """What all looks saw of one program's unread requests."""

    looks: int = 0
    most: int = 0
    longest_s: float = 0.0
    clients: set[tuple[str, str, str]] = field(default_factory=set)


@check(resource=Resource.PROCESS, aspect=Aspect.SATURATION, needs=("talk.count",), limits=Limits)
def event_loop_stalled(case: Case, limits: Limits) -> Iterator[Found]:
    """Requests to a program lie unread: the one thread that serves all its clients is not there.

    Why it matters: an event loop serves thousands of clients as long as each step is short. One
    long computation, one slow command, one blocking call, and everybody waits for it, while all
    other CPUs are idle.

    What to do: find the long step (py-spy dump, node --cpu-prof, SLOWLOG GET, perf top). Cut it
    into pieces, move it to a worker, or replace it; run more processes side by side.
    """
    looks = list(_looks(case))
    if len(looks) < limits.looks:
        return
    for pid, seen in _seen(case, looks, limits).items():
        share = seen.looks / len(looks)
        use = of_pid(case, pid)
        if use is None or share < limits.looks_share or _held_up(use, limits):
            continue
        yield _found(case, use, seen, share, limits)


def _looks(case: Case) -> Iterator[Snapshot | Pulse]:
    """Give the looks that asked what lies unread."""
    yield case.window.first
    yield from (one for one in case.window.pulses if "talk.unread" in one.numbers)
    yield case.window.last


def _seen(case: Case, looks: list[Snapshot | Pulse], limits: Limits) -> dict[int, _Seen]:
    """Count by program in how many looks requests lay unread, and how long the oldest did."""
    held, doors = _holders(case)
    found: dict[int, _Seen] = defaultdict(_Seen)
    for look in looks:
        late: dict[int, list[Talk]] = defaultdict(list)
        for one in look.rows(Talk):
            door = doors.get((one.namespace, port_of(one.local)))
            # without an inode it is not accepted yet: that is the accept queue's to tell
            lies = bool(one.inode) and one.unread > 0 and one.received_ago_s >= limits.unread_s
            if door and lies:
                late[held.get((one.namespace, one.inode), door)].append(one)
        for pid, rows in late.items():
            if len(rows) >= limits.connections:
                seen = found[pid]
                seen.looks += 1
                seen.most = max(seen.most, len(rows))
                seen.longest_s = max(seen.longest_s, *(one.received_ago_s for one in rows))
                seen.clients |= {(one.namespace, one.remote, one.local) for one in rows}
    return found


def _holders(case: Case) -> tuple[dict[tuple[str, int], int], dict[tuple[str, int], int]]:
    """Give who holds each connection, by its inode, and who listens at each port."""
    held: dict[tuple[str, int], int] = {}
    doors: dict[tuple[str, int], int] = {}
    for look in (case.window.first, case.window.last):
        for one in look.rows(Socket):
            if one.owner_pid and one.inode:
                held[one.namespace, one.inode] = one.owner_pid
                if one.state == "LISTEN":
                    doors[one.namespace, port_of(one.local)] = one.owner_pid
    return held, doors


def _held_up(use: ProcessUse, limits: Limits) -> bool:
    """Say whether it would read if it got a CPU, or is stopped: other checks speak of that."""
    delay = use.run_delay_share or 0.0
    starved = delay >= limits.run_delay_share and delay > use.cpu_share
    return use.ended or starved or set(use.states) == {"T"}


def _found(case: Case, use: ProcessUse, seen: _Seen, share: float, limits: Limits) -> Found:
    threads = [one.cpu_share for one in case.rows(ThreadUse) if one.now.pid == use.pid]
    busy = min(max(threads, default=use.cpu_share), 1.0)

    def one(family: str, value: float, source: str = "sock_diag") -> Evidence:
        return evidence(
            family, value, source=source, window_s=case.window.seconds, pid=str(use.pid)
        )

    told = (
        one("loop.stalled_share", share),
        one("loop.unread", float(seen.most)),
        one("loop.longest_s", seen.longest_s),
        one("loop.thread_share", busy, "/proc/PID/task/TID/stat"),
        *(one for one in case.of("loop.longest_busy_s") if one.label("pid") == str(use.pid)),
    )
    name = use.now.comm
    culprit = culprits.process(case, use, busy)
    return Found(
        severity=Severity.HIGH if seen.longest_s >= limits.grave_s else Severity.MEDIUM,
        harm=Harm.WAITING,
        title=text(
            "{name} leaves requests unread for up to {longest:seconds}: its loop stands still",
            name=name,
            longest=seen.longest_s,
        ),
        description=_why(told, use, is_busy=busy >= limits.busy_share),
        recommendation=_advice(use),
        proposals=(proposal("shorten_loop", pid=use.pid),),
        culprit=culprit,
        victims=victims(case, _clients(case, seen), culprit),
        evidence=told,
        threshold=limits.looks_share,
        confidence=90 if busy >= limits.busy_share else 80,
    )


def _why(told: tuple[Evidence, ...], use: ProcessUse, *, is_busy: bool) -> Text:
    share, most, _, busy, *_ = told
    if is_busy:
        return text(
            "In {share:percent} of the looks up to {most:count} of its connections held a request"
            " that it had not read, while its busiest thread used {busy:percent} of a CPU: it works"
            " on one thing, and all its clients wait for that.",
            share=share.number,
            most=most.number,
            busy=busy.number,
        )
    return text(
        "In {share:percent} of the looks up to {most:count} of its connections held a request that"
        " it had not read, though its busiest thread used only {busy:percent} of a CPU: it waits in"
        " a call that blocks ({where}).",
        share=share.number,
        most=most.number,
        busy=busy.number,
        where=use.now.wait_channel or "unknown",
    )


def _advice(use: ProcessUse) -> Text:
    name, pid = use.now.comm, str(use.pid)
    if name.startswith(("redis", "valkey", "keydb")):
        return text(
            "Ask it which commands took long: redis-cli SLOWLOG GET 10. Replace KEYS by SCAN, and"
            " commands over large lists, sets or hashes by smaller ones."
        )
    if name.startswith("node"):
        return text(
            "See what the main thread of process {pid} does: kill -USR1 {pid} and attach the"
            " inspector, or start it with --cpu-prof. Move that work to a worker thread.",
            pid=pid,
        )
    if name.startswith("python"):
        return text(
            "See what the main thread of process {pid} does: py-spy dump --pid {pid}. Move that"
            " work to another thread or process, and never block within the event loop.",
            pid=pid,
        )
    return text(
        "See what the main thread of {name} does: perf top -t {pid}, or gdb -p {pid} with bt. Move"
        " that work elsewhere, or run more processes side by side.",
        name=name,
        pid=pid,
    )


def _clients(case: Case, seen: _Seen) -> list[ProcessUse]:
    """Give who has sent what lies unread, where it runs on this host."""
    rows = [
        one
        for look in (case.window.first, case.window.last)
        for one in look.rows(Socket)
        if (one.namespace, one.local, one.remote) in seen.clients
    ]
    return owners(case, rows)

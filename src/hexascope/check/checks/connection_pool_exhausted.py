"""Exhausted pool: many clients wait until one of a program's few connections is free."""

from collections.abc import Iterator
from typing import NamedTuple

from hexascope.check import culprits
from hexascope.check.connections import owners, port_of, victims
from hexascope.check.contract import check, declared, limit
from hexascope.check.members import of_pid
from hexascope.check.pools import Flow, flows, is_database, mean, turn_s
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse, Socket
from hexascope.domain.text import text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of connection_pool_exhausted."""

    factor: float = limit(
        2, Unit.COUNT, "requests that wait for each connection that serves them", source="ours"
    )
    waiting: float = limit(
        5,
        Unit.COUNT,
        "requests in both looks that no connection serves; fewer are a moment's crowd",
        source="ours",
    )
    connections: float = limit(
        2,
        Unit.COUNT,
        "connections to one server; a single one mostly carries many requests at once",
        source="HTTP/2, gRPC and clients of Redis share one connection",
    )
    busy_share: float = limit(
        0.80,
        Unit.RATIO,
        "share of the connections that wait for their server, or were just answered, in both looks",
        source="ours: between two requests a connection is free for a moment",
    )
    long_s: float = limit(
        1.0, Unit.SECONDS, "age of a request from which on it is high", source="ours"
    )
    least_fit: float = limit(
        0.2,
        Unit.RATIO,
        "age of the clients' requests against what the pool's turn would make them",
        source="Little's law; both are means of what is not over yet, so far from exact",
    )
    most_fit: float = limit(
        5.0,
        Unit.RATIO,
        "the same from above: clients that rest have older last words than a queue would give",
        source="Little's law",
    )


class _Pool(NamedTuple):
    """A program and the connections to one server that all its clients wait for."""

    pid: int
    remote: str
    connections: int
    waiting: int
    busy: int
    """Those that wait, and those whose answer has just come."""
    asked: int
    oldest_s: float


@check(resource=Resource.PROCESS, aspect=Aspect.SATURATION, needs=("talk.count",), limits=Limits)
def connection_pool_exhausted(case: Case, limits: Limits) -> Iterator[Found]:
    """Many clients of a program wait until one of its few connections to a server is free.

    Why it matters: a pool of connections is a queue that no counter of the host shows. All its
    connections are in use all the time, each request waits for its turn, and the program, its
    server and the host look idle.

    What to do: see what each request keeps its connection for: a slow question, a transaction that
    stays open, a lock. Only then give the pool more connections, as many as the server can serve.
    """
    first, last = flows(case.window.first), flows(case.window.last)
    for pid, now in last.items():
        before = first.get(pid)
        if before is None:
            continue
        pools = [_pool(pid, remote, before, now) for remote in now.upstream]
        wanted = [one for one in pools if _exhausted(case, one, before, now, limits)]
        use = of_pid(case, pid)
        if wanted and use is not None:
            yield _found(case, use, max(wanted, key=lambda one: one.busy), limits)


def _pool(pid: int, remote: str, before: Flow, now: Flow) -> _Pool:
    """Take of both looks the one in which less waited."""
    return _Pool(
        pid,
        remote,
        now.upstream[remote],
        min(len(look.waits_s.get(remote, ())) for look in (before, now)),
        min(
            len(look.waits_s.get(remote, ())) + len(look.turns_s.get(remote, ()))
            for look in (before, now)
        ),
        min(len(look.asked_s) for look in (before, now)),
        max(now.asked_s, default=0.0),
    )


def _exhausted(case: Case, pool: _Pool, before: Flow, now: Flow, limits: Limits) -> bool:
    has_all = before.upstream.get(pool.remote) == pool.connections >= limits.connections
    if not has_all or pool.busy < limits.busy_share * pool.connections:
        return False
    queued = pool.asked - pool.connections
    if queued < limits.waiting or pool.asked < limits.factor * pool.connections:
        return False
    all_wait = pool.waiting >= limits.busy_share * pool.connections
    return (all_wait and is_database(case, pool.remote)) or _fits(case, pool, before, now, limits)


def _fits(case: Case, pool: _Pool, before: Flow, now: Flow, limits: Limits) -> bool:
    """Say whether the clients' requests are about as old as a queue at this pool would make them.

    A program may serve clients that merely rest after their last word, and wait for a queue by long
    requests of its own: both look like waiting, and have nothing to do with each other.
    """
    clients = mean((*before.asked_s, *now.asked_s))
    expected = _halfway_s(case, pool, before, now) * pool.asked / pool.connections
    return limits.least_fit * expected <= clients <= limits.most_fit * expected


def _halfway_s(case: Case, pool: _Pool, before: Flow, now: Flow) -> float:
    """Give how old a question to the server is on the mean, which is half of its turn.

    A pool whose questions are asked in step shows them all at one age, and both looks may see it
    at the beginning of a turn: then the number of questions in the window tells more.
    """
    seen = mean(
        age
        for look in (before, now)
        for ages in (look.waits_s, look.turns_s)
        for age in ages.get(pool.remote, ())
    )
    counted = turn_s(before, now, pool.remote, case.window.seconds)
    return max(seen, counted / 2 if counted is not None else 0.0)


def _found(case: Case, use: ProcessUse, pool: _Pool, limits: Limits) -> Found:
    queued, connections, oldest = told = (
        _told(case, "pool.queued", float(pool.asked - pool.connections), pool),
        _told(case, "pool.connections", float(pool.connections), pool),
        _told(case, "pool.oldest_s", pool.oldest_s, pool),
    )
    name = use.now.comm
    culprit = culprits.process(case, use)
    return Found(
        severity=Severity.HIGH if oldest.number >= limits.long_s else Severity.MEDIUM,
        harm=Harm.WAITING,
        title=text(
            "{queued:count} requests wait for the {connections:count} connections of {name} to"
            " {server}",
            queued=queued.number,
            connections=connections.number,
            name=name,
            server=_server(case, pool.remote),
        ),
        description=text(
            "Both looks saw its connections waiting for {server} and more requests of its clients"
            " than they can carry; the oldest of these is {oldest:seconds} old. The pool is the"
            " queue, whatever else is idle.",
            server=pool.remote,
            oldest=oldest.number,
        ),
        recommendation=text(
            "See what each request keeps its connection for, and make that shorter: a slow"
            " question, a transaction left open. Then give {name} (process {pid}) more connections"
            " than {connections:count}, as many as {server} can serve.",
            name=name,
            pid=str(use.pid),
            connections=connections.number,
            server=pool.remote,
        ),
        proposals=(proposal("raise_pool", pid=use.pid),),
        culprit=culprit,
        victims=victims(case, _clients(case, use.pid), culprit),
        evidence=told,
        threshold=limits.waiting,
        confidence=90 if is_database(case, pool.remote) else 80,
    )


def _server(case: Case, remote: str) -> str:
    """Name the program that answers at an address, else give the address."""
    at = [one for one in case.rows(Socket) if one.local == remote and one.owner_pid]
    uses = owners(case, at)
    return uses[0].now.comm if uses else remote


def _clients(case: Case, pid: int) -> list[ProcessUse]:
    """Give who is connected to a program's listening ports from this host."""
    rows = case.rows(Socket)
    ports = {
        (one.namespace, port_of(one.local))
        for one in rows
        if one.state == "LISTEN" and one.owner_pid == pid
    }
    return owners(
        case,
        [
            one
            for one in rows
            if one.state == "ESTABLISHED" and (one.namespace, port_of(one.remote)) in ports
        ],
    )


def _told(case: Case, family: str, value: float, pool: _Pool) -> Evidence:
    return evidence(
        family,
        value,
        source="sock_diag",
        window_s=case.window.seconds,
        pid=str(pool.pid),
        remote=pool.remote,
    )

"""Database sessions that wait for a lock, and who keeps a transaction open."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from hexascope.check import culprits
from hexascope.check.contract import check, limit
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.rows import Process, ProcessUse
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

_SESSION = re.compile(r"^(?:postgres|postmaster|edb-postgres|mariadbd|mysqld): ")
_WAITING = re.compile(r" waiting(?: for [0-9A-F/]+)?\s*$")
_IDLE = re.compile(r" idle in transaction(?: \(aborted\))?\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of database_waiters."""

    waiting: float = limit(
        1, Unit.COUNT, "sessions that wait for a lock in both looks", source="checks.md"
    )
    many: float = limit(3, Unit.COUNT, "waiting sessions from which on it is high", source="ours")


@check(resource=Resource.PROCESS, aspect=Aspect.SATURATION, needs=("process.count",), limits=Limits)
def database_waiters(case: Case, limits: Limits) -> Iterator[Found]:
    """Sessions of a database server wait for a lock that another session holds.

    Why it matters: each waiting session is a request of an application that hangs. New ones queue
    behind it until all connections are used up, while the host itself looks idle.

    What to do: ask the database who blocks whom (`pg_blocking_pids`, `pg_stat_activity`). A session
    that is idle in a transaction holds its locks until the application goes on: end it, and let
    idle_in_transaction_session_timeout end the next one.
    """
    before = {one.identity: one.command for one in case.window.first.rows(Process)}
    waiting: list[ProcessUse] = []
    idle: list[ProcessUse] = []
    for use in case.rows(ProcessUse):
        title = use.now.command
        earlier = before.get(use.now.identity, "")
        if use.ended or not _SESSION.match(title):
            continue
        if _WAITING.search(title) and _WAITING.search(earlier):
            waiting.append(use)
        elif _IDLE.search(title) and _IDLE.search(earlier):
            idle.append(use)
    servers = {one.now.ppid for one in (*waiting, *idle)}
    for server in servers:
        yield from _of_server(
            case,
            str(server),
            [one for one in waiting if one.now.ppid == server],
            [one for one in idle if one.now.ppid == server],
            limits,
        )


def _of_server(
    case: Case, server: str, waiting: list[ProcessUse], idle: list[ProcessUse], limits: Limits
) -> Iterator[Found]:
    number, open_ = float(len(waiting)), float(len(idle))
    told = (
        _told(case, "database.waiting", number, server),
        _told(case, "database.idle_in_transaction", open_, server),
    )
    if number >= limits.waiting:
        yield Found(
            severity=Severity.HIGH if number >= limits.many else Severity.MEDIUM,
            harm=Harm.WAITING,
            title=text(
                "{number:count} database {number:session waits|sessions wait} for a lock",
                number=number,
            ),
            description=_why(open_),
            recommendation=text(
                "Ask who blocks whom: SELECT pid, pg_blocking_pids(pid), query FROM"
                " pg_stat_activity WHERE wait_event_type = 'Lock'; then end the blocking session."
            ),
            culprit=culprits.processes(case, idle or waiting[:1]),
            victims=(culprits.processes(case, waiting),),
            evidence=told,
            threshold=limits.waiting,
            confidence=85 if idle else 70,
        )
    elif idle:
        yield Found(
            severity=Severity.INFO,
            harm=Harm.NONE,
            title=text(
                "{number:count} database {number:session is|sessions are} idle within a "
                "transaction",
                number=open_,
            ),
            description=text(
                "Both looks saw them so. They hold their locks and keep old rows from being"
                " cleared away; nobody was seen to wait for them."
            ),
            recommendation=text(
                "If they stay so, let idle_in_transaction_session_timeout end them."
            ),
            culprit=culprits.processes(case, idle),
            evidence=told[::-1],
            confidence=60,
        )


def _why(idle: float) -> Text:
    if idle:
        return text(
            "Their process titles say so in both looks. {idle:count} other "
            "{idle:session is|sessions are} idle within an open transaction, holding locks "
            "meanwhile.",
            idle=idle,
        )
    return text("Their process titles say so in both looks.")


def _told(case: Case, family: str, value: float, server: str) -> Evidence:
    return evidence(
        family, value, source="/proc/PID/cmdline", window_s=case.window.seconds, server=server
    )

"""Database sessions that wait for a lock, and who holds it."""

from collections.abc import Iterator
from dataclasses import replace

from hexascope.check import culprits
from hexascope.check.connections import victims
from hexascope.check.contract import check, declared, limit
from hexascope.check.sessions import Session, clients, sessions
from hexascope.domain.case import Case
from hexascope.domain.entity import Entity
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

MOST_SAID = 4
"""Waits that are told as the server tells of them."""


@declared
class Limits:
    """Limits of database_waiters."""

    waiting: float = limit(
        1, Unit.COUNT, "sessions that wait for a lock in both looks", source="checks.md"
    )
    many: float = limit(3, Unit.COUNT, "waiting sessions from which on it is high", source="ours")
    wakes_per_s: float = limit(
        3,
        Unit.PER_SECOND,
        "times a second that a waiting session wakes; who wakes more often gets its locks",
        source="PostgreSQL wakes a waiter once, after deadlock_timeout (1 s)",
        window="the window",
    )


@check(resource=Resource.PROCESS, aspect=Aspect.SATURATION, needs=("process.count",), limits=Limits)
def database_waiters(case: Case, limits: Limits) -> Iterator[Found]:
    """Sessions of a database server wait for a lock that another session holds.

    Why it matters: each waiting session is a request of an application that hangs. New ones queue
    behind it until all connections are used up, while the host itself looks idle.

    What to do: ask the database who blocks whom (`pg_blocking_pids`, `pg_stat_activity`). A session
    that is idle in a transaction holds its locks until the application goes on: end it, and let
    idle_in_transaction_session_timeout end the next one.
    """
    for server, known in sessions(case).items():
        for database in sorted({one.database for one in known}):
            here = [one for one in known if one.database == database]
            waiting = [one for one in here if one.waits and _stands(one, limits)]
            if len(waiting) >= limits.waiting:
                yield _blocked(case, server, waiting, here, limits)
            elif any(one.holds for one in here) and not any(one.waits for one in here):
                yield _open(case, server, [one for one in here if one.holds])


def _stands(one: Session, limits: Limits) -> bool:
    """Say whether it stood in one and the same wait, and did not get lock after lock."""
    return (one.use.voluntary_per_s or 0.0) <= limits.wakes_per_s


def _blocked(
    case: Case, server: int, waiting: list[Session], here: list[Session], limits: Limits
) -> Found:
    holding, confidence = _holding(case, waiting, here)
    culprit = _entity(case, holding) if holding else _server(case, server)
    idle = [one for one in here if one.holds]
    told = (
        _told(case, "database.waiting", waiting, server),
        _told(case, "database.idle_in_transaction", idle, server, waiting[0].database),
    )
    number = told[0].number
    pids = {one.use.pid for one in holding}
    suffering = clients(case, [one for one in waiting if one.use.pid not in pids])
    return Found(
        severity=Severity.HIGH if number >= limits.many else Severity.MEDIUM,
        harm=Harm.WAITING,
        title=_title(number, waiting[0].database, holding),
        description=_why(case, holding, told[1].number),
        recommendation=_advice(holding),
        proposals=tuple(proposal("end_session", pid=one.use.pid) for one in holding[:1]),
        culprit=culprit,
        victims=(
            culprits.processes(case, [one.use for one in waiting]),
            *victims(case, suffering, culprit),
        ),
        evidence=(*told, *_said(case, holding)),
        threshold=limits.waiting,
        confidence=confidence if holding else 60,
    )


def _holding(case: Case, waiting: list[Session], here: list[Session]) -> tuple[list[Session], int]:
    """Give who may hold the lock, and how sure that is.

    Surest is what the server itself says, where a probe could ask it. A session that is idle within
    a transaction waits for nobody and lets nobody go on. Without one it is a statement that runs as
    long as the others wait.
    """
    pids = {one.use.pid for one in waiting}
    blockers = {
        one.label("blocker")
        for one in case.of("postgresql.blocked_s")
        if int(one.label("pid")) in pids
    }
    said = [one for one in here if str(one.use.pid) in blockers and one.use.pid not in pids]
    if said:
        return _oldest(said), 97
    idle = [one for one in here if one.holds]
    if idle:
        return _oldest(idle), 90 if len(idle) == 1 else 75
    working = _oldest([one for one in here if one.works])
    return working[:1], 75 if len(working) == 1 else 55


def _said(case: Case, holding: list[Session]) -> list[Evidence]:
    """Give what the server itself says of those who wait for the first of the holders."""
    pid = str(holding[0].use.pid) if holding else ""
    return [one for one in case.of("postgresql.blocked_s") if one.label("blocker") == pid][
        :MOST_SAID
    ]


def _oldest(found: list[Session]) -> list[Session]:
    """Give those that stood still before those that work, the oldest first."""
    return sorted(found, key=lambda one: (one.use.voluntary_per_s or 0.0, one.use.now.start_s))


def _entity(case: Case, holding: list[Session]) -> Entity:
    """Name the sessions that hold locks; those of another database are another culprit."""
    found = culprits.processes(case, [one.use for one in holding])
    return replace(found, stable_name=f"{found.stable} {holding[0].database}")


def _server(case: Case, server: int) -> Entity | None:
    use = culprits.use_of(case, server)
    return culprits.process(case, use) if use else None


def _open(case: Case, server: int, idle: list[Session]) -> Found:
    told = (
        _told(case, "database.idle_in_transaction", idle, server),
        _told(case, "database.waiting", [], server, idle[0].database),
    )
    return Found(
        severity=Severity.INFO,
        harm=Harm.NONE,
        title=text(
            "{number:count} database {number:session is|sessions are} idle within a transaction",
            number=told[0].number,
        ),
        description=text(
            "Both looks saw them so. They hold their locks and keep old rows from being"
            " cleared away; nobody was seen to wait for them."
        ),
        recommendation=text("If they stay so, let idle_in_transaction_session_timeout end them."),
        culprit=_entity(case, idle),
        evidence=told,
        confidence=60,
    )


def _title(number: float, database: str, holding: list[Session]) -> Text:
    if not holding:
        return text(
            "{number:count} {number:session|sessions} of the database {database} "
            "{number:waits|wait} for a lock",
            number=number,
            database=database,
        )
    return text(
        "{number:count} {number:session|sessions} of the database {database} "
        "{number:waits|wait} for a lock of session {pid}",
        number=number,
        database=database,
        pid=str(holding[0].use.pid),
    )


def _why(case: Case, holding: list[Session], idle: float) -> Text:
    if not holding:
        return text(
            "Their process titles say so in both looks, and they were not woken meanwhile. No other"
            " session of this database is in a transaction: a prepared one may hold the lock."
        )
    first = holding[0]
    if not first.holds:
        return text(
            "Their process titles say so in both looks, and they were not woken meanwhile. Session"
            " {pid} ({state}) has worked all the time and waits for nobody.",
            pid=str(first.use.pid),
            state=first.state,
        )
    owner = next(iter(clients(case, [first])), None)
    if owner is None:
        return text(
            "Their process titles say so in both looks, and they were not woken meanwhile."
            " {idle:count} {idle:session is|sessions are} idle within a transaction, which holds"
            " its locks; the oldest is that of {client}.",
            idle=idle,
            client=first.client,
        )
    return text(
        "Their process titles say so in both looks, and they were not woken meanwhile."
        " {idle:count} {idle:session is|sessions are} idle within a transaction, which holds its"
        " locks; the oldest is that of {name} (process {owner}), which does not go on.",
        idle=idle,
        name=owner.now.comm,
        owner=str(owner.pid),
    )


def _advice(holding: list[Session]) -> Text:
    if not holding:
        return text(
            "Ask who blocks whom: SELECT pid, pg_blocking_pids(pid), query FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock'; then end the blocking session."
        )
    return text(
        "Make sure of it: SELECT pid, pg_blocking_pids(pid), query FROM pg_stat_activity WHERE"
        " wait_event_type = 'Lock'. Let its application commit, or end the session: SELECT"
        " pg_terminate_backend({pid}); idle_in_transaction_session_timeout ends the next one.",
        pid=str(holding[0].use.pid),
    )


def _told(case: Case, family: str, of: list[Session], server: int, database: str = "") -> Evidence:
    return evidence(
        family,
        float(len(of)),
        source="/proc/PID/cmdline",
        window_s=case.window.seconds,
        database=of[0].database if of else database,
        server=str(server),
    )

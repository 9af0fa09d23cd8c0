"""Unanswered queries: a database lets several of its clients wait, and does nothing meanwhile."""

from collections.abc import Iterator

from hexascope.check import culprits
from hexascope.check.connections import owners, victims
from hexascope.check.contract import check, declared, limit
from hexascope.check.pools import flows
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import ProcessUse, Socket
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit

SERVERS = frozenset(("mysqld", "mariadbd", "mongod", "oracle", "sqlservr"))
"""Databases whose sessions are threads: no process title tells what one of them waits for."""


@declared
class Limits:
    """Limits of unanswered_queries."""

    queries: float = limit(
        2, Unit.COUNT, "queries without an answer for the whole window", source="ours"
    )
    many: float = limit(3, Unit.COUNT, "such queries from which on it is high", source="ours")
    least_s: float = limit(
        2.0, Unit.SECONDS, "age of a query below which it is merely slow", source="ours"
    )
    cpu_share: float = limit(
        0.30,
        Unit.RATIO,
        "share of one CPU from which on the server is at work on its answers",
        source="ours",
        window="the window",
    )


@check(resource=Resource.PROCESS, aspect=Aspect.SATURATION, needs=("talk.count",), limits=Limits)
def unanswered_queries(case: Case, limits: Limits) -> Iterator[Found]:
    """A database leaves several queries without an answer for the whole window, and rests.

    Why it matters: it is no slow query, for that would cost CPU or disk. They wait for a lock that
    another session holds, and more of them pile up until all connections are used.

    What to do: ask the server who waits for whom (`SELECT * FROM sys.innodb_lock_waits`, or
    information_schema.innodb_trx), and end the session that keeps its transaction open.
    """
    uses = {
        one.pid: one
        for one in case.rows(ProcessUse)
        if one.now.comm in SERVERS and not one.ended and one.cpu_share < limits.cpu_share
    }
    if not uses:
        return
    first, last = flows(case.window.first), flows(case.window.last)
    seconds = max(case.window.seconds, limits.least_s)
    for pid, use in uses.items():
        if pid not in first or pid not in last or _waits_for_disk(use):
            continue
        before = {one.inode for _, one in first[pid].asked}
        stuck = [
            (age, one) for age, one in last[pid].asked if age >= seconds and one.inode in before
        ]
        if len(stuck) >= limits.queries:
            yield _found(case, use, stuck, limits)


def _waits_for_disk(use: ProcessUse) -> bool:
    return "D" in use.states and use.states.count("D") * 2 >= len(use.states)


def _found(case: Case, use: ProcessUse, stuck: list[tuple[float, Socket]], limits: Limits) -> Found:
    def one(family: str, value: float, source: str = "sock_diag") -> Evidence:
        return evidence(
            family, value, source=source, window_s=case.window.seconds, pid=str(use.pid)
        )

    number, oldest, cpu = told = (
        one("query.unanswered", float(len(stuck))),
        one("query.oldest_s", max(age for age, _ in stuck)),
        one("process.cpu_share", use.cpu_share, "/proc/PID/stat"),
    )
    name = use.now.comm
    culprit = culprits.process(case, use)
    holder = _holder(case, use)
    return Found(
        severity=Severity.HIGH if number.number >= limits.many else Severity.MEDIUM,
        harm=Harm.WAITING,
        title=text(
            "{number:count} queries to {name} get no answer, though it has little to do",
            number=number.number,
            name=name,
        ),
        description=_held(holder, told)
        if holder is not None
        else text(
            "They stood open through the whole window, the oldest for {oldest:seconds}, while"
            " {name} used {cpu:percent} of a CPU and no disk held it up: they wait for a lock that"
            " another session holds.",
            oldest=oldest.number,
            name=name,
            cpu=cpu.number,
        ),
        recommendation=text(
            "Ask it who holds the lock: SELECT trx_mysql_thread_id, trx_state, trx_started FROM"
            " information_schema.innodb_trx ORDER BY trx_started. The oldest that is RUNNING and"
            " asks nothing is the one: let its application commit, or KILL its thread."
        ),
        proposals=(proposal("end_query", pid=use.pid),),
        culprit=culprit,
        victims=victims(case, _clients(case, stuck), culprit),
        evidence=(*told, *([holder] if holder else [])),
        threshold=limits.queries,
        confidence=80 if holder is None else 95,
    )


def _holder(case: Case, use: ProcessUse) -> Evidence | None:
    """Give the oldest transaction whose session sleeps, where the server was asked."""
    asleep = [
        one
        for one in case.of("mysql.transaction_s")
        if one.label("server") == str(use.pid)
        and one.label("state") == "RUNNING"
        and one.label("doing") == "Sleep"
    ]
    return max(asleep, key=lambda one: one.number, default=None)


def _held(holder: Evidence, told: tuple[Evidence, Evidence, Evidence]) -> Text:
    return text(
        "They stood open through the whole window, the oldest for {oldest:seconds}. The transaction"
        " of thread {thread}, whose client is {client}, has been open for {age:seconds}, and its"
        " session sleeps: it keeps the lock.",
        oldest=told[1].number,
        thread=holder.label("thread"),
        client=holder.label("client"),
        age=holder.number,
    )


def _clients(case: Case, stuck: list[tuple[float, Socket]]) -> list[ProcessUse]:
    ends = {(one.namespace, one.remote, one.local) for _, one in stuck}
    rows = [one for one in case.rows(Socket) if (one.namespace, one.local, one.remote) in ends]
    return owners(case, rows)

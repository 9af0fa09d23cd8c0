"""Sequential scans: sessions of a database read a whole table for each question."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from hexascope.check import culprits, storage
from hexascope.check.connections import victims
from hexascope.check.contract import check, declared, limit
from hexascope.check.sessions import Session, clients, sessions
from hexascope.domain.case import Case
from hexascope.domain.evidence import Evidence
from hexascope.domain.families import evidence
from hexascope.domain.finding import Found
from hexascope.domain.remedy import proposal
from hexascope.domain.rows import OpenFile, Process
from hexascope.domain.text import Text, text
from hexascope.domain.use import Aspect, Harm, Resource, Severity, Unit


@declared
class Limits:
    """Limits of sequential_scans."""

    cpu_share: float = limit(
        0.50,
        Unit.RATIO,
        "share of one CPU that the sessions of one database use together",
        source="ours",
        window="the window",
    )
    statement_s: float = limit(
        0.005,
        Unit.SECONDS,
        "CPU time between two sleeps of a session; an index needs far less than a millisecond",
        source="ours: PostgreSQL reads 2 to 4 GB/s of cached table through on one CPU",
        window="the window",
    )
    statements: float = limit(
        5,
        Unit.COUNT,
        "times that the sessions slept in the window; fewer are one long report",
        source="ours",
        window="the window",
    )
    table_bytes: float = limit(
        8 * 2**20,
        Unit.BYTES,
        "size of the largest table file that is open; smaller ones are read in no time",
        source="ours: 3 ms",
    )
    passes: float = limit(
        2,
        Unit.COUNT,
        "times that as much as the whole file was read in the window",
        source="ours: once is what filling a cache takes",
        window="the window",
    )
    run_delay_share: float = limit(
        0.15,
        Unit.RATIO,
        "share of the time that such a session waits for a CPU, from which on somebody suffers",
        source="ours",
        window="the window",
    )


class _Scans(NamedTuple):
    """The busy sessions of one database, the largest file of a table they have open, figures."""

    server: int
    busy: list[Session]
    cpu_share: float
    statement_s: float
    file: OpenFile
    passes: float


@check(resource=Resource.PROCESS, aspect=Aspect.UTILIZATION, needs=("file.count",), limits=Limits)
def sequential_scans(case: Case, limits: Limits) -> Iterator[Found]:
    """Sessions of a database read a whole table for each question.

    Why it matters: a question without a fitting index costs as much as the table is large. It works
    well with a small table, and takes all CPUs or the disk a year later; caches fill with pages
    that nobody needs twice.

    What to do: find the question (pg_stat_statements, `pg_stat_user_tables.seq_tup_read`), look at
    its plan (EXPLAIN), and make the index that it lacks; keep the statistics fresh (ANALYZE).
    """
    for server, known in sessions(case).items():
        for database in sorted({one.database for one in known}):
            here = [one for one in known if one.database == database and one.client]
            scans = _scans(case, server, here, limits)
            if scans is not None:
                yield _found(case, scans, limits)


def _scans(case: Case, server: int, here: list[Session], limits: Limits) -> _Scans | None:
    busy = [one for one in here if one.use.cpu_share > 0 and not one.waits]
    busy.sort(key=lambda one: -one.use.cpu_share)
    cpu = sum(one.use.cpu_share for one in busy)
    if cpu < limits.cpu_share:
        return None
    busy = [one for one in busy if one.use.cpu_share >= cpu / len(here) / 2]
    file = _largest(case, {one.use.pid for one in busy})
    wakes = sum(one.use.voluntary_per_s or 0.0 for one in busy)
    if file is None or file.size_bytes < limits.table_bytes:
        return None
    if wakes * case.window.seconds < limits.statements:
        return None
    found = _Scans(server, busy, cpu, cpu / wakes, file, _read(case, busy) / file.size_bytes)
    told = found.statement_s >= limits.statement_s or found.passes >= limits.passes
    return found if told else None


def _largest(case: Case, pids: set[int]) -> OpenFile | None:
    """Give the largest file of a table or an index that one of the processes has open."""
    files = [one for one in case.rows(OpenFile) if one.pid in pids and "/base/" in one.path]
    return max(files, key=lambda one: one.size_bytes, default=None)


def _read(case: Case, busy: list[Session]) -> float:
    """Give the bytes that the sessions read in the window, from the disk or from its cache."""
    before = {one.identity: one.read_chars for one in case.window.first.rows(Process)}
    total = 0.0
    for one in busy:
        then, now = before.get(one.use.now.identity), one.use.now.read_chars
        if then is not None and now is not None and now > then:
            total += now - then
    return total


def _found(case: Case, scans: _Scans, limits: Limits) -> Found:
    uses = [one.use for one in scans.busy]
    delay = max((one.run_delay_share or 0.0 for one in uses), default=0.0)
    suffers = delay >= limits.run_delay_share or any(
        storage.waiting_share(one) >= limits.run_delay_share for one in uses
    )
    read_through = scans.passes >= limits.passes
    scanned = _scanned(case, scans)
    proven = read_through or scanned is not None
    culprit = culprits.processes(case, uses)
    told = _told(case, scans, scanned)
    return Found(
        severity=Severity.MEDIUM if suffers or proven else Severity.INFO,
        harm=Harm.WAITING if suffers else Harm.WASTE,
        title=_title(scans, scanned),
        description=_why(scans, told, proven=read_through),
        recommendation=text(
            "Find the question: SELECT relname, seq_scan, seq_tup_read FROM pg_stat_user_tables"
            " ORDER BY seq_tup_read DESC LIMIT 5, and pg_stat_statements. Look at its plan with"
            " EXPLAIN, and make the index that it lacks."
        ),
        proposals=(proposal("add_index", pid=uses[0].pid),),
        culprit=replace(culprit, stable_name=f"{culprit.stable} {scans.busy[0].database}"),
        victims=victims(case, clients(case, scans.busy), culprit),
        evidence=told,
        threshold=limits.cpu_share,
        confidence=_confidence(scanned, proven=read_through),
    )


def _confidence(scanned: Evidence | None, *, proven: bool) -> int:
    if scanned is not None:
        return 95
    return 85 if proven else 65


def _scanned(case: Case, scans: _Scans) -> Evidence | None:
    """Give the table of which most rows were read in sequence, where the server was asked."""
    server, database = str(scans.server), scans.busy[0].database
    tables = [
        one
        for one in case.of("postgresql.scanned_per_s")
        if one.label("server") == server and one.label("database") == database and one.number > 0
    ]
    return max(tables, key=lambda one: one.number, default=None)


def _told(case: Case, scans: _Scans, scanned: Evidence | None) -> tuple[Evidence, ...]:
    def one(family: str, value: float, source: str) -> Evidence:
        return evidence(
            family,
            value,
            source=source,
            window_s=case.window.seconds,
            database=scans.busy[0].database,
            server=str(scans.server),
        )

    return (
        one("database.cpu_share", scans.cpu_share, "/proc/PID/stat"),
        one("database.statement_s", scans.statement_s, "/proc/PID/status"),
        one("database.table_bytes", float(scans.file.size_bytes), "/proc/PID/fd"),
        one("database.passes", scans.passes, "/proc/PID/io"),
        *([scanned] if scanned else []),
    )


def _title(scans: _Scans, scanned: Evidence | None) -> Text:
    count = float(len(scans.busy))
    if scanned is not None:
        return text(
            "{count:count} {count:session reads|sessions read} the table {table} through again and"
            " again",
            count=count,
            table=scanned.label("table"),
        )
    return text(
        "{count:count} {count:session reads|sessions read} a table of the database {database}"
        " through again and again",
        count=count,
        database=scans.busy[0].database,
    )


def _why(scans: _Scans, told: tuple[Evidence, ...], *, proven: bool) -> Text:
    cpu, statement, size, passes, *_ = told
    if proven:
        return text(
            "They use {cpu:percent} of a CPU, and read {passes:mean} times as much as their largest"
            " table file holds, {file} with {size:bytes}.",
            cpu=cpu.number,
            passes=passes.number,
            file=scans.file.path,
            size=size.number,
        )
    return text(
        "They use {cpu:percent} of a CPU, and work {statement:seconds} between two sleeps, where an"
        " index needs less than a millisecond: about what reading their largest table file through"
        " takes, {file} with {size:bytes}.",
        cpu=cpu.number,
        statement=statement.number,
        file=scans.file.path,
        size=size.number,
    )

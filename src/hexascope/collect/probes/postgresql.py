"""PostgreSQL: who blocks whom, what runs long, what is read in sequence, and its connections."""

import re
from collections.abc import Iterator, Mapping, Sequence

from hexascope.collect.contract import Json, NotHere
from hexascope.collect.probes._programs import programs
from hexascope.collect.probing.contract import Cost, ProbeHost, probe
from hexascope.collect.probing.logins import login, words_of
from hexascope.domain.case import Case
from hexascope.domain.probe import Subject
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status

SERVERS = frozenset(("postgres", "postmaster"))
PAUSE_SECONDS = 1.0
PATIENCE_SECONDS = 0.9
STATEMENT_MS = 700
"""How long the server may work on one of our statements."""

MOST_BYTES = 64 * 1024
MARK = "\x1f"
"""Between two columns: no name of a table holds it."""

_NAME = re.compile(r"^[\w.@:+][\w.@:+-]{0,127}$")
_FOLDER = re.compile(r"^/[^\0\n]{0,1023}$")
_TABLES = (
    "SELECT 'table', current_database(), relname, coalesce(seq_tup_read, 0), ''"
    " FROM pg_stat_user_tables ORDER BY seq_tup_read DESC NULLS LAST LIMIT 20"
)
_BLOCKED = (
    "SELECT 'blocked', a.pid, b, extract(epoch from now() - a.query_start), ''"
    " FROM pg_stat_activity a, unnest(pg_blocking_pids(a.pid)) AS b"
    " WHERE a.wait_event_type = 'Lock' LIMIT 50"
)
_IDLE = (
    "SELECT 'idle', pid, 0, extract(epoch from now() - state_change), ''"
    " FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'"
    " ORDER BY state_change LIMIT 20"
)
_CONNECTIONS = (
    "SELECT 'connections', count(*), current_setting('max_connections')::int, 0, ''"
    " FROM pg_stat_activity WHERE datname IS NOT NULL"
)
_LONG = (
    "SELECT 'query', pid, 0, extract(epoch from now() - query_start),"
    " left(regexp_replace(query, '''[^'']*''|[0-9]+|\\s+', ' ? ', 'g'), 160)"
    " FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()"
    " AND query_start < now() - interval '1 second' ORDER BY query_start LIMIT 5"
)
_CACHE = (
    "SELECT 'cache', 0, 0, sum(blks_hit)::float8 / nullif(sum(blks_hit + blks_read), 0), ''"
    " FROM pg_stat_database"
)
QUESTIONS = (_BLOCKED, _IDLE, _CONNECTIONS, _LONG, _CACHE, _TABLES)
"""Each gives five columns: its name, two ids, a number and a text."""


def wanted(case: Case) -> Iterator[Subject]:
    """Ask servers that are blamed, or whose sessions are, or that belong to the target."""
    yield from programs(case, SERVERS)


@probe(
    gives=(
        "postgresql.blocked_s",
        "postgresql.idle_s",
        "postgresql.query_s",
        "postgresql.query",
        "postgresql.scanned_per_s",
        "postgresql.cache_share",
        "connections.used",
        "connections.most",
    ),
    cost=Cost(seconds=3.0, cpu_share=0.009, needs="a login in the settings"),
    wants=wanted,
    fallback="Without [applications.postgresql] the titles of its processes have to do.",
)
def postgresql(host: ProbeHost, subject: Subject) -> Iterator[Reading]:
    """Ask a few bounded questions that only read, by psql, twice a second apart.

    Statements are told without the values in them. Nothing is asked where no login is configured;
    a password comes from the file that the settings name, never from an argument.
    """
    known = login(host, "postgresql")
    server = str(subject.pids[0])
    began = host.clock("postgresql")
    first = _asked(host, known, QUESTIONS)
    for row in first:
        yield from _reading(row, server)
    host.pause(PAUSE_SECONDS)
    again = _asked(host, known, (_TABLES,))
    yield from _scanned(first, again, host.clock("postgresql") - began, server)


Row = tuple[str, str, str, float, str]


def _asked(host: ProbeHost, known: Mapping[str, Json], questions: Sequence[str]) -> list[Row]:
    words = command(known)
    for question in questions:
        words += ["-c", question]
    ended = host.run(words, timeout_seconds=PATIENCE_SECONDS, most_bytes=MOST_BYTES)
    if ended.code != 0:
        said = ended.errors.decode(errors="backslashreplace").strip().partition("\n")[0]
        raise NotHere(Status.NO_PERMISSION, f"psql: {said[:200]}")
    lines = ended.output.decode(errors="backslashreplace").splitlines()
    return [row for row in map(_row, lines) if row is not None]


def command(known: Mapping[str, Json]) -> list[str]:
    """Give the words that start psql as the login says; what it says is checked first."""
    words: list[str] = []
    user = _checked(known, "run_as", _NAME)
    if user:
        words += ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"]
    words += ["env", "PGCONNECT_TIMEOUT=1", "PGAPPNAME=hexascope"]
    words.append(
        f"PGOPTIONS=-c statement_timeout={STATEMENT_MS} -c default_transaction_read_only=on"
    )
    file = _checked(known, "password_file", _FOLDER)
    service = _checked(known, "service", _NAME)
    words += [f"PGPASSFILE={file}"] if file else []
    words += [f"PGSERVICE={service}"] if service else []
    words += ["psql", "-X", "-A", "-t", "-q", "-w", "-F", MARK]
    place = words_of(known, "host")
    if place.startswith("/"):
        words += ["-h", _checked(known, "host", _FOLDER)]
    elif place:
        words += ["-h", _checked(known, "host", _NAME)]
    for flag, name in (("-p", "port"), ("-U", "user"), ("-d", "database")):
        value = _checked(known, name, _NAME)
        words += [flag, value] if value else []
    return words


def _checked(known: Mapping[str, Json], name: str, form: re.Pattern[str]) -> str:
    value = words_of(known, name)
    if value and not form.match(value):
        raise NotHere(Status.NOT_SUPPORTED, f"applications.postgresql.{name} can't be {value!r}")
    return value


def _row(line: str) -> Row | None:
    parts = line.split(MARK)
    if len(parts) != 5:
        return None
    try:
        return parts[0], parts[1], parts[2], float(parts[3] or 0), parts[4]
    except ValueError:
        return None


def _reading(row: Row, server: str) -> Iterator[Reading]:
    kind, one, other, number, words = row
    source = "psql pg_stat_activity"
    where = (("pid", one), ("server", server))
    if kind == "blocked" and one.isdecimal() and other.isdecimal():
        labels = (("blocker", other), ("pid", one), ("server", server))
        yield Reading("postgresql.blocked_s", labels, number, source)
    elif kind == "idle" and one.isdecimal():
        yield Reading("postgresql.idle_s", where, number, source)
    elif kind == "query" and one.isdecimal():
        yield Reading("postgresql.query_s", where, number, source)
        yield Reading("postgresql.query", where, words, source)
    elif kind == "connections" and one.isdecimal() and other.isdecimal():
        yield Reading("connections.used", (("pid", server),), float(one), source)
        yield Reading("connections.most", (("pid", server),), float(other), source)
    elif kind == "cache" and number > 0:
        yield Reading("postgresql.cache_share", (("server", server),), number, source)


def _scanned(
    first: Sequence[Row], again: Sequence[Row], seconds: float, server: str
) -> Iterator[Reading]:
    """Give how many rows of each table were read in sequence between two questions."""
    before = {row[1:3]: row[3] for row in first if row[0] == "table"}
    for kind, database, table, rows, _ in again:
        then = before.get((database, table))
        if kind == "table" and then is not None and rows > then and seconds > 0:
            labels = (("database", database), ("server", server), ("table", table))
            rate = (rows - then) / seconds
            yield Reading("postgresql.scanned_per_s", labels, rate, "psql pg_stat_user_tables")

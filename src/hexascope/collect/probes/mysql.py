"""MySQL or MariaDB: which transactions are open, which wait, and its connections."""

import re
from collections.abc import Iterator, Mapping

from hexascope.collect.contract import Json, NotHere
from hexascope.collect.probes._programs import programs
from hexascope.collect.probing.contract import Cost, ProbeHost, probe
from hexascope.collect.probing.logins import login, words_of
from hexascope.domain.case import Case
from hexascope.domain.probe import Subject
from hexascope.domain.snapshot import Reading
from hexascope.domain.use import Status

SERVERS = frozenset(("mysqld", "mariadbd"))
CLIENTS = ("mariadb", "mysql")
PAUSE_SECONDS = 1.0
PATIENCE_SECONDS = 0.8
MOST_BYTES = 64 * 1024

_TRANSACTIONS = (
    "SELECT 'transaction', t.trx_mysql_thread_id, t.trx_state, p.COMMAND, p.HOST,"
    " TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) FROM information_schema.innodb_trx t"
    " JOIN information_schema.processlist p ON p.ID = t.trx_mysql_thread_id"
    " ORDER BY t.trx_started LIMIT 30"
)
_LIMIT = "SELECT 'limit', @@max_connections, '', '', '', 0"
_COUNTERS = (
    "SHOW GLOBAL STATUS WHERE Variable_name IN ('Threads_connected', 'Handler_read_rnd_next')"
)
_NAME = re.compile(r"^[\w.@:+][\w.@:+-]{0,127}$")
_FILE = re.compile(r"^/[^\0\n]{0,1023}$")


def wanted(case: Case) -> Iterator[Subject]:
    """Ask servers that are blamed or belong to the target."""
    yield from programs(case, SERVERS)


@probe(
    gives=("mysql.transaction_s", "mysql.rows_read_per_s", "connections.used", "connections.most"),
    cost=Cost(seconds=3.0, cpu_share=0.006, needs="a login in the settings"),
    wants=wanted,
    fallback="Without [applications.mysql] it is seen only that queries get no answer.",
)
def mysql(host: ProbeHost, subject: Subject) -> Iterator[Reading]:
    """Ask for open transactions, counters and the limit of connections, twice a second apart.

    Nothing is asked where no login is configured; a password comes from the option file that the
    settings name, never from an argument. No statement of anybody is read.
    """
    known = login(host, "mysql")
    server = str(subject.pids[0])
    began = host.clock("mysql")
    rows = _asked(host, known, f"{_TRANSACTIONS}; {_LIMIT}; {_COUNTERS}")
    counters = _counters(rows)
    yield from _transactions(rows, server)
    most = next((one[1] for one in rows if one[0] == "limit" and one[1].isdecimal()), "")
    if most and "Threads_connected" in counters:
        used = counters["Threads_connected"]
        yield Reading("connections.used", (("pid", server),), used, "SHOW GLOBAL STATUS")
        yield Reading("connections.most", (("pid", server),), float(most), "@@max_connections")
    host.pause(PAUSE_SECONDS)
    again = _counters(_asked(host, known, _COUNTERS))
    seconds = host.clock("mysql") - began
    before, now = (one.get("Handler_read_rnd_next") for one in (counters, again))
    if before is not None and now is not None and now >= before and seconds > 0:
        rate = (now - before) / seconds
        where = (("server", server),)
        yield Reading("mysql.rows_read_per_s", where, rate, "Handler_read_rnd_next")


def _asked(host: ProbeHost, known: Mapping[str, Json], question: str) -> list[list[str]]:
    gone: NotHere | None = None
    for client in CLIENTS:
        try:
            ended = host.run(
                [*command(known, client), "-e", question],
                timeout_seconds=PATIENCE_SECONDS,
                most_bytes=MOST_BYTES,
            )
        except NotHere as reason:
            gone = reason
            continue
        if ended.code != 0:
            said = ended.errors.decode(errors="backslashreplace").strip().partition("\n")[0]
            gone = NotHere(Status.NO_PERMISSION, f"{client}: {said[:200]}")
            continue
        text = ended.output.decode(errors="backslashreplace")
        return [line.split("\t") for line in text.splitlines()]
    raise gone or NotHere(Status.NOT_PRESENT, "there is no client of MySQL")


def command(known: Mapping[str, Json], client: str) -> list[str]:
    """Give the words that start the client as the login says; what it says is checked first."""
    words: list[str] = []
    user = _checked(known, "run_as", _NAME)
    if user:
        words += ["setpriv", "--reuid", user, "--regid", user, "--clear-groups"]
    words.append(client)
    file = _checked(known, "password_file", _FILE)
    if file:
        words.append(f"--defaults-extra-file={file}")  # it has to come first
    words += ["--batch", "--skip-column-names", "--connect-timeout=1"]
    place = words_of(known, "host")
    if place.startswith("/"):
        words.append(f"--socket={_checked(known, 'host', _FILE)}")
    elif place:
        words += [f"--host={_checked(known, 'host', _NAME)}", "--protocol=TCP"]
    for name in ("port", "user", "database"):
        value = _checked(known, name, _NAME)
        words += [f"--{name}={value}"] if value else []
    return words


def _checked(known: Mapping[str, Json], name: str, form: re.Pattern[str]) -> str:
    value = words_of(known, name)
    if value and not form.match(value):
        raise NotHere(Status.NOT_SUPPORTED, f"applications.mysql.{name} can't be {value!r}")
    return value


def _counters(rows: list[list[str]]) -> dict[str, float]:
    return {
        row[0]: float(row[1])
        for row in rows
        if len(row) == 2 and row[1].isdecimal() and len(row[1]) < 20
    }


def _transactions(rows: list[list[str]], server: str) -> Iterator[Reading]:
    for row in rows:
        if len(row) != 6 or row[0] != "transaction" or not row[1].isdecimal():
            continue
        _, thread, state, doing, client, seconds = row
        if seconds.isdecimal() and len(seconds) < 10:
            labels = (
                ("client", client),
                ("doing", doing),
                ("server", server),
                ("state", state),
                ("thread", thread),
            )
            yield Reading("mysql.transaction_s", labels, float(seconds), "innodb_trx")

"""A session of MariaDB that keeps a transaction open, and four others that wait for its row."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.daemons.mariadb import ADDRESS, TOOLS, USER, MariaDB, start_mariadb
from benchmarks.host.bench import Bench
from benchmarks.host.waiting import wait_until
from benchmarks.host.workers import Worker, start_worker
from benchmarks.truth import Truth, who

PORT = 7230
WAITERS = 4
TAKE = "UPDATE shop.stock SET pieces = pieces - 1 WHERE item = 7"
LOCKED = "SELECT count(*) FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'"


def start_shop(bench: Bench) -> MariaDB:
    """A server with a small table."""
    server = start_mariadb(bench, PORT)
    server.ask("SET GLOBAL innodb_lock_wait_timeout = 600; CREATE DATABASE shop")
    server.ask(
        "USE shop; CREATE TABLE shop.stock(item INT PRIMARY KEY, pieces INT) ENGINE=InnoDB;"
        "INSERT INTO shop.stock SELECT seq, 1000 FROM seq_1_to_200"
    )
    return server


def start_client(bench: Bench, name: str, first: list[str], again: list[str]) -> Worker:
    """A client that asks ten times a second."""
    return start_worker(
        bench,
        "ask_mysql",
        name=name,
        address=ADDRESS,
        port=PORT,
        user=USER,
        first=first,
        again=again,
        rest_seconds=0.1,
    )


def _make(bench: Bench) -> Scene:
    server = start_shop(bench)
    keeper = start_client(bench, bench.name(), ["BEGIN", TAKE], [])
    held = "SELECT count(*) FROM information_schema.innodb_trx"
    wait_until(lambda: server.number(held) == 1, "a session to take its row")
    name = bench.name()
    waiters = [start_client(bench, name, [], [TAKE]) for _ in range(WAITERS)]
    wait_until(lambda: server.number(LOCKED) == WAITERS, "four sessions to wait")
    return Scene(
        signals=(
            Signal(
                name="transactions that wait for a lock",
                read=lambda: server.number(LOCKED),
                measure="level",
                least=WAITERS,
            ),
        ),
        truth=Truth(
            resources=("process", "dependency"),
            aspects=("saturation", "latency"),
            # sessions are threads of one process: it is named, or the client that keeps its row
            culprit=who(pids=[server.daemon.pid, keeper.pid], ports=[PORT]),
            victims=who(pids=[one.pid for one in waiters]),
            signal=(r"lock|blocked|transaction",),
        ),
    )


mysql_lock = Case(
    name="mysql-lock",
    tells="A session of MariaDB keeps a transaction open; four others wait for its row.",
    make=_make,
    tools=TOOLS,
)

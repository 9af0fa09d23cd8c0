"""Twin of mysql-lock: the same sessions, none of which keeps its row."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.daemons.mariadb import TOOLS
from benchmarks.host.bench import Bench
from benchmarks.investigate.cases.mysql_lock import TAKE, WAITERS, start_client, start_shop


def _make(bench: Bench) -> Scene:
    start_shop(bench)
    start_client(bench, bench.name(), ["SELECT 1"], [])
    name = bench.name()
    short = ["BEGIN", TAKE, "COMMIT"]
    clients = [start_client(bench, name, [], short) for _ in range(WAITERS)]
    return Scene(
        signals=(
            Signal(
                name="transactions a second",
                read=lambda: sum(one.tally.read() for one in clients),
                measure="rate",
                least=10,
            ),
        )
    )


mysql_short_transactions = Case(
    name="mysql-short-transactions",
    tells="Five sessions of MariaDB change the same row, each for a moment.",
    make=_make,
    tools=TOOLS,
)

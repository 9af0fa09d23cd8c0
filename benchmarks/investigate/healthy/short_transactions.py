"""Twin of blocked-transaction: the same sessions, none of which keeps its row."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.daemons.postgres import TOOLS
from benchmarks.host.bench import Bench
from benchmarks.investigate.cases.blocked_transaction import (
    IDLE,
    TAKE,
    WAITERS,
    start_client,
    start_shop,
)


def _make(bench: Bench) -> Scene:
    server = start_shop(bench)
    start_client(bench, bench.name(), ["SELECT 1"], [])
    name = bench.name()
    short = ["BEGIN", TAKE.format(item=7), "COMMIT"]
    clients = [start_client(bench, name, [], short) for _ in range(WAITERS)]
    return Scene(
        signals=(
            Signal(
                name="transactions a second",
                read=lambda: sum(one.tally.read() for one in clients),
                measure="rate",
                least=10,
            ),
            Signal(
                name="sessions that wait for a lock since long",
                read=lambda: float(
                    len(server.sessions(f"{IDLE} AND now() - state_change > interval '1 s'"))
                ),
                measure="level",
                most=0,
            ),
        )
    )


short_transactions = Case(
    name="short-transactions",
    tells="Five sessions of PostgreSQL change the same row, each for a moment.",
    make=_make,
    tools=TOOLS,
)

"""A query without an index that reads a table of 100 MB again and again."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.daemons.postgres import ADDRESS, TOOLS, USER, Postgres, start_postgres
from benchmarks.host.bench import Bench
from benchmarks.host.counters import process_cpu_seconds
from benchmarks.host.waiting import wait_until
from benchmarks.host.workers import Worker, start_worker
from benchmarks.truth import Truth, who

PORT = 7212
ROWS = 400_000
CLIENTS = 4
REST_SECONDS = 0.02
TABLE = f"""
CREATE UNLOGGED TABLE orders AS
SELECT n AS id, n % 50000 AS customer, repeat('x', 200) AS note
FROM generate_series(1, {ROWS}) n
"""
QUESTION = "SELECT count(*) FROM orders WHERE customer = 77"


def start_shop(bench: Bench, *, index: bool) -> tuple[Postgres, list[Worker], list[int]]:
    """The server with its table, the clients, and the processes that serve them."""
    server = start_postgres(bench, PORT)
    server.ask(TABLE)
    if index:
        server.ask("CREATE INDEX ON orders(customer)")
    server.ask("VACUUM ANALYZE orders")
    name = bench.name()
    clients = [
        start_worker(
            bench,
            "ask_postgres",
            name=name,
            address=ADDRESS,
            port=PORT,
            user=USER,
            first=[],
            again=[QUESTION],
            rest_seconds=REST_SECONDS,
        )
        for _ in range(CLIENTS)
    ]
    ours = "query LIKE '%customer = 77%' AND pid <> pg_backend_pid()"
    wait_until(lambda: len(server.sessions(ours)) == CLIENTS, "the sessions to ask")
    return server, clients, server.sessions(ours)


def scans(server: Postgres, *, least: float = 0.0, most: float = 1000.0) -> Signal:
    """How many whole reads of the table the server itself has counted."""
    question = "SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 'orders'"
    return Signal(
        name="sequential scans a second",
        read=lambda: server.number(question),
        measure="rate",
        least=least,
        most=most,
    )


def _make(bench: Bench) -> Scene:
    server, clients, backends = start_shop(bench, index=False)
    return Scene(
        signals=(
            scans(server, least=5),
            Signal(
                name="CPUs used by the sessions",
                read=lambda: process_cpu_seconds(backends),
                measure="rate",
                least=0.9,
            ),
        ),
        truth=Truth(
            resources=("cpu", "process", "dependency"),
            aspects=("utilization", "saturation", "latency"),
            culprit=who(pids=backends),
            victims=who(pids=[one.pid for one in clients]),
            signal=(r"scan|index|quer(y|ies)|profile|SELECT|CPU",),
        ),
    )


sequential_scan = Case(
    name="sequential-scan",
    tells="A query without an index reads a table of 100 MB again and again.",
    make=_make,
    tools=TOOLS,
)

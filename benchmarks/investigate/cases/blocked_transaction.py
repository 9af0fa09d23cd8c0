"""A session that keeps a transaction open, and four others that wait for its row."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.daemons.postgres import ADDRESS, TOOLS, USER, Postgres, start_postgres
from benchmarks.host.bench import Bench
from benchmarks.host.waiting import wait_until
from benchmarks.host.workers import Worker, start_worker
from benchmarks.truth import Truth, who

PORT = 7210
WAITERS = 4
TAKE = "UPDATE stock SET pieces = pieces - 1 WHERE item = {item}"
WAITING = "wait_event_type = 'Lock'"
IDLE = "state = 'idle in transaction'"


def start_shop(bench: Bench) -> Postgres:
    """A server with a small table."""
    server = start_postgres(bench, PORT)
    server.ask(
        "CREATE TABLE stock AS SELECT n AS item, 1000 AS pieces FROM generate_series(1, 200) n"
    )
    server.ask("ALTER TABLE stock ADD PRIMARY KEY (item)")
    return server


def start_client(bench: Bench, name: str, first: list[str], again: list[str]) -> Worker:
    """A client that asks ten times a second."""
    return start_worker(
        bench,
        "ask_postgres",
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
    keeper = start_client(bench, bench.name(), ["BEGIN", TAKE.format(item=7)], [])
    wait_until(lambda: len(server.sessions(IDLE)) == 1, "a session to take its row")
    name = bench.name()
    waiters = [start_client(bench, name, [], [TAKE.format(item=7)]) for _ in range(WAITERS)]
    reader = start_client(bench, bench.name(), [], ["SELECT pieces FROM stock WHERE item = 8"])
    wait_until(lambda: len(server.sessions(WAITING)) == WAITERS, "four sessions to wait")
    holder, waiting = server.sessions(IDLE), server.sessions(WAITING)
    return Scene(
        signals=(
            Signal(
                name="sessions that wait for a lock",
                read=lambda: float(len(server.sessions(WAITING))),
                measure="level",
                least=WAITERS,
            ),
            Signal(name="answers to the others", read=reader.tally.read, measure="growth", least=9),
        ),
        truth=Truth(
            resources=("process", "dependency"),
            aspects=("saturation", "latency"),
            # the session, whichever of its two ends is named
            culprit=who(pids=[*holder, keeper.pid]),
            victims=who(pids=[*waiting, *(one.pid for one in waiters)]),
            bystanders=who(pids=[reader.pid]),
            signal=(r"lock|blocked|transaction",),
        ),
    )


blocked_transaction = Case(
    name="blocked-transaction",
    tells="A session of PostgreSQL is idle in a transaction; four others wait for its row.",
    make=_make,
    tools=TOOLS,
)

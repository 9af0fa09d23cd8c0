"""A client that has Redis list a million keys again and again, while others wait."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.daemons.redis import ADDRESS, TOOLS, Redis, start_redis
from benchmarks.host.bench import Bench
from benchmarks.host.counters import process_cpu_seconds
from benchmarks.host.workers import Worker, start_worker
from benchmarks.truth import Truth, who

PORT = 7221
KEYS = 1_000_000
READERS = 5


def start_cache(bench: Bench) -> tuple[Redis, list[Worker]]:
    """A full server, and clients that read a key each twenty times a second."""
    server = start_redis(bench, PORT)
    server.ask("DEBUG", "POPULATE", str(KEYS), "session", "16")
    name = bench.name()
    readers = [
        start_client(bench, name, [f"GET session:{number}"], 0.05) for number in range(READERS)
    ]
    return server, readers


def start_client(bench: Bench, name: str, commands: list[str], rest_seconds: float) -> Worker:
    """A client of the server."""
    return start_worker(
        bench,
        "ask_redis",
        name=name,
        address=ADDRESS,
        port=PORT,
        commands=commands,
        rest_seconds=rest_seconds,
    )


def answers(readers: list[Worker], *, least: float = 0.0, most: float = 1000.0) -> Signal:
    """What the readers get, all together."""
    return Signal(
        name="answers to the readers a second",
        read=lambda: sum(one.tally.read() for one in readers),
        measure="rate",
        least=least,
        most=most,
    )


def _make(bench: Bench) -> Scene:
    server, readers = start_cache(bench)
    lister = start_client(bench, bench.name(), ["KEYS orders:*"], 0.02)
    return Scene(
        signals=(
            answers(readers, most=50),
            Signal(
                name="CPUs used by Redis",
                read=lambda: process_cpu_seconds([server.daemon.pid]),
                measure="rate",
                least=0.3,
            ),
        ),
        truth=Truth(
            resources=("process", "cpu", "dependency"),
            aspects=("saturation", "latency", "utilization"),
            # the thread that does all the work, or the client that gives it the work
            culprit=who(pids=[server.daemon.pid, lister.pid], texts=[lister.name], ports=[PORT]),
            victims=who(pids=[one.pid for one in readers]),
            signal=(r"thread|CPU|busy|command|wait|queue|profile",),
        ),
    )


redis_slow = Case(
    name="redis-slow",
    tells="A client has Redis list a million keys again and again; the others wait.",
    make=_make,
    tools=TOOLS,
)

"""Sixty clients of a service whose pool has five connections to its backend."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.daemons.redis import TOOLS, start_redis
from benchmarks.daemons.web import ADDRESS, is_up, page
from benchmarks.host.bench import Bench
from benchmarks.host.waiting import wait_until
from benchmarks.host.workers import Worker, start_worker
from benchmarks.truth import Truth, who

PORT, BACKEND_PORT = 7260, 7220
POOL = 5
CLIENTS = 60
FEWEST_WAITING = 40
SECONDS = 0.1


def start_service(bench: Bench, think_seconds: float) -> tuple[int, Worker, Worker]:
    """The backend's pid, the service with its pool, and the clients."""
    backend = start_redis(bench, BACKEND_PORT)
    service = start_worker(
        bench,
        "pooled_service",
        address=ADDRESS,
        port=PORT,
        backend_port=BACKEND_PORT,
        pool=POOL,
        seconds=SECONDS,
    )
    wait_until(lambda: is_up(PORT, "/waiting"), "the service to answer")
    clients = start_worker(
        bench, "visitors", address=ADDRESS, port=PORT, visitors=CLIENTS, think_seconds=think_seconds
    )
    return backend.daemon.pid, service, clients


def waiting() -> float:
    """How many requests wait for the pool, as the service itself says."""
    return float(page(PORT, "/waiting") or 0)


def _make(bench: Bench) -> Scene:
    backend, service, clients = start_service(bench, think_seconds=0.0)
    return Scene(
        signals=(
            Signal(
                name="requests that wait for the pool",
                read=waiting,
                measure="level",
                least=FEWEST_WAITING,
            ),
            Signal(name="answers a second", read=clients.tally.read, measure="rate", least=20),
        ),
        truth=Truth(
            # whoever owns the pool waits inside itself; seen from it, a dependency is too slow
            resources=("process", "dependency"),
            aspects=("saturation", "latency", "capacity"),
            culprit=who(pids=[service.pid], texts=[service.name], ports=[PORT]),
            victims=who(pids=[clients.pid], texts=[clients.name]),
            bystanders=who(pids=[backend], ports=[BACKEND_PORT]),
            signal=(r"pool", r"wait", r"connections?"),
        ),
    )


pool_exhausted = Case(
    name="pool-exhausted",
    tells="A service has 5 connections to its backend for 60 clients: they wait for its pool.",
    make=_make,
    tools=TOOLS,
)

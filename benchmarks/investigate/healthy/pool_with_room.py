"""Twin of pool-exhausted: the same service, pool and clients, who ask seldom."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.daemons.redis import TOOLS
from benchmarks.host.bench import Bench
from benchmarks.investigate.cases.pool_exhausted import start_service, waiting

THINK_SECONDS = 4.0


def _make(bench: Bench) -> Scene:
    _, _, clients = start_service(bench, think_seconds=THINK_SECONDS)
    return Scene(
        signals=(
            Signal(name="requests that wait for the pool", read=waiting, measure="level", most=5),
            Signal(name="answers a second", read=clients.tally.read, measure="rate", least=8),
        )
    )


pool_with_room = Case(
    name="pool-with-room",
    tells="A service has 5 connections to its backend for 60 clients who ask seldom.",
    make=_make,
    tools=TOOLS,
)

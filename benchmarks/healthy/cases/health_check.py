"""A health check that asks a service which is down for maintenance, once in two seconds."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import network_value
from benchmarks.host.networks import make_network
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker

PORT = 7205


def _make(bench: Bench) -> Scene:
    client = start_worker(
        bench,
        "connect",
        place=Place(network=make_network(bench).path),
        address="127.0.0.1",
        port=PORT,
        per_second=0.5,
    )
    return Scene(
        signals=(
            Signal(
                name="refused connections",
                read=lambda: network_value(client.pid, "Tcp", "AttemptFails"),
                measure="growth",
                least=2,
                most=12,
            ),
        )
    )


health_check = Case(
    name="health-check",
    tells="A health check is refused once in two seconds.",
    make=_make,
    tools=("ip",),
)

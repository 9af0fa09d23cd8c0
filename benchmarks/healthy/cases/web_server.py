"""A web server that answers 200 requests a second with little work."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import network_value
from benchmarks.host.workers import start_worker

PORT = 7201


def _make(bench: Bench) -> Scene:
    server = start_worker(bench, "serve", address="127.0.0.1", port=PORT, manner="answer")
    start_worker(
        bench, "keep_asking", address="127.0.0.1", port=PORT, connections=20, per_second=200
    )
    return Scene(
        signals=(
            Signal(
                name="TCP segments a second",
                read=lambda: network_value(server.pid, "Tcp", "InSegs"),
                measure="rate",
                least=200,
            ),
        )
    )


web_server = Case(
    name="web-server", tells="A web server answers 200 requests a second.", make=_make
)

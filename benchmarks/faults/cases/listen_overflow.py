"""A server that does not accept, with a queue of one, and four clients."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import network_value
from benchmarks.host.workers import start_worker
from benchmarks.known import known_worker
from benchmarks.truth import Truth, together, who

PORT = 7103
CLIENTS = 4


def _make(bench: Bench) -> Scene:
    server = start_worker(bench, "serve", address="127.0.0.1", port=PORT, manner="never", backlog=1)
    name = bench.name()
    clients = [
        start_worker(
            bench, "connect", name=name, address="127.0.0.1", port=PORT, per_second=10, ask=True
        )
        for _ in range(CLIENTS)
    ]
    return Scene(
        signals=(
            Signal(
                name="net.TcpExt.ListenOverflows a second",
                read=lambda: network_value(server.pid, "TcpExt", "ListenOverflows"),
                measure="rate",
                least=2,
            ),
        ),
        truth=Truth(
            resources=("network",),
            aspects=("saturation", "errors"),
            culprit=together(known_worker(server), who(ports=[PORT])),
            victims=known_worker(*clients),
            signal=(r"overflow", r"accept|backlog", r"listen.?(drop|queue)"),
        ),
    )


listen_overflow = Case(
    name="listen-overflow",
    tells="A server accepts too slowly: its queue of one overflows.",
    make=_make,
)

"""Many connections that rest."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import sockets_in
from benchmarks.host.networks import make_network
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker

PORT = 7204
CONNECTIONS = 800


def _make(bench: Bench) -> Scene:
    place = Place(network=make_network(bench).path)
    server = start_worker(
        bench,
        "serve",
        place=place,
        address="127.0.0.1",
        port=PORT,
        manner="answer",
        backlog=1024,
    )
    start_worker(
        bench,
        "keep_asking",
        place=place,
        address="127.0.0.1",
        port=PORT,
        connections=CONNECTIONS,
        per_second=0,
    )
    return Scene(
        signals=(
            Signal(
                name="tcp.ESTABLISHED",
                read=lambda: sockets_in(server.pid, "ESTABLISHED"),
                measure="level",
                least=2 * CONNECTIONS,
            ),
        )
    )


idle_connections = Case(
    name="idle-connections",
    tells="A server holds 800 idle connections.",
    make=_make,
    tools=("ip",),
)

"""A server that never closes what its clients have closed."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import sockets_in
from benchmarks.host.networks import make_network
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker
from benchmarks.known import known_network, known_worker
from benchmarks.truth import Truth, together, who

PORT = 7106
CONNECTS_PER_SECOND = 200


def _make(bench: Bench) -> Scene:
    network = make_network(bench)
    place = Place(network=network.path)
    server = start_worker(
        bench, "serve", place=place, address="127.0.0.1", port=PORT, manner="keep"
    )
    client = start_worker(
        bench,
        "connect",
        place=place,
        address="127.0.0.1",
        port=PORT,
        per_second=CONNECTS_PER_SECOND,
    )
    return Scene(
        signals=(
            Signal(
                name="tcp.CLOSE_WAIT",
                read=lambda: sockets_in(server.pid, "CLOSE_WAIT"),
                measure="growth",
                least=500,
            ),
        ),
        truth=Truth(
            resources=("network", "descriptors"),
            aspects=("errors",),
            culprit=together(known_worker(server), who(ports=[PORT])),
            victims=together(known_worker(client), known_network(network)),
            signal=(r"close.?wait",),
        ),
    )


close_wait = Case(
    name="close-wait",
    tells="A server never closes: CLOSE_WAIT and its descriptors grow.",
    make=_make,
    tools=("ip",),
)

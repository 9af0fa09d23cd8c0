"""A client that opens a new connection for every request."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import sockets_in
from benchmarks.host.networks import make_network
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker
from benchmarks.known import known_network, known_worker
from benchmarks.truth import Truth, together, who

PORT = 7105
CONNECTS_PER_SECOND = 400


def _make(bench: Bench) -> Scene:
    # TIME_WAIT lives on for 60 s: in a network of its own it ends with the case.
    network = make_network(bench)
    place = Place(network=network.path)
    server = start_worker(
        bench, "serve", place=place, address="127.0.0.1", port=PORT, manner="answer"
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
                name="tcp.TIME_WAIT",
                read=lambda: sockets_in(client.pid, "TIME_WAIT"),
                measure="level",
                least=2000,
            ),
        ),
        truth=Truth(
            resources=("network",),
            aspects=("utilization", "capacity", "saturation"),
            culprit=together(known_worker(client), known_network(network), who(ports=[PORT])),
            victims=known_worker(server),
            signal=(r"time.?wait", r"ephemeral|port range", r"new connection|churn|short"),
        ),
    )


time_wait = Case(
    name="time-wait",
    tells="A client opens a new connection for every request, 400 a second.",
    make=_make,
    tools=("ip",),
)

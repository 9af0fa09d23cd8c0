"""A client that hammers a port where nothing listens."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import network_value
from benchmarks.host.workers import start_worker
from benchmarks.known import known_worker
from benchmarks.truth import Truth, together, who

PORT = 7104
CONNECTS_PER_SECOND = 200


def _make(bench: Bench) -> Scene:
    client = start_worker(
        bench, "connect", address="127.0.0.1", port=PORT, per_second=CONNECTS_PER_SECOND
    )
    return Scene(
        signals=(
            Signal(
                name="net.Tcp.AttemptFails a second",
                read=lambda: network_value(client.pid, "Tcp", "AttemptFails"),
                measure="rate",
                least=0.5 * CONNECTS_PER_SECOND,
            ),
        ),
        truth=Truth(
            resources=("network", "dependency"),
            aspects=("errors",),
            culprit=together(known_worker(client), who(ports=[PORT])),
            signal=(r"AttemptFails|attempt.?fail", r"refused", r"OutRsts|reset"),
        ),
    )


conn_refused = Case(
    name="conn-refused",
    tells="A client connects 200 times a second to a port where nothing listens.",
    make=_make,
)

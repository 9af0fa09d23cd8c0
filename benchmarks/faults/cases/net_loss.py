"""A path that loses every tenth packet."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import network_value
from benchmarks.host.networks import join, make_network
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker
from benchmarks.known import known_cable, known_network, known_worker
from benchmarks.truth import Truth, together

PORT = 7101
LOSS = """
table ip paths {
  chain arriving {
    type filter hook input priority 0;
    numgen random mod 100 < 10 drop
  }
}
"""


def _make(bench: Bench) -> Scene:
    near, far, clean = make_network(bench), make_network(bench), make_network(bench)
    cable = join(bench, near, far)
    far.filter(LOSS)
    server = start_worker(
        bench,
        "serve",
        place=Place(network=far.path),
        address=cable.far_address,
        port=PORT,
        manner="drink",
    )
    client = start_worker(
        bench, "stream", place=Place(network=near.path), address=cable.far_address, port=PORT
    )
    innocents = [
        start_worker(
            bench,
            "serve",
            place=Place(network=clean.path),
            address="127.0.0.1",
            port=PORT,
            manner="drink",
        ),
        start_worker(
            bench,
            "stream",
            place=Place(network=clean.path),
            address="127.0.0.1",
            port=PORT,
            kilobytes_per_second=500,
        ),
    ]
    return Scene(
        signals=(
            Signal(
                name="net.Tcp.RetransSegs a second",
                read=lambda: network_value(client.pid, "Tcp", "RetransSegs"),
                measure="rate",
                least=20,
            ),
        ),
        truth=Truth(
            resources=("network",),
            aspects=("errors",),
            culprit=together(known_cable(cable), known_network(near, far)),
            victims=known_worker(client, server),
            bystanders=together(known_worker(*innocents), known_network(clean)),
            signal=(
                r"retrans",
                r"loss|lost",
            ),
        ),
    )


net_loss = Case(
    name="net-loss",
    tells="A path loses 10 % of its packets: TCP sends them again.",
    make=_make,
    tools=("ip", "nft"),
)

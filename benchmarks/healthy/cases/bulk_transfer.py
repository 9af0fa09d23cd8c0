"""A transfer at an even rate over a clean network."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import network_value
from benchmarks.host.networks import join, make_network
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker

PORT = 7206


def _make(bench: Bench) -> Scene:
    near, far = make_network(bench), make_network(bench)
    cable = join(bench, near, far)
    server = start_worker(
        bench,
        "serve",
        place=Place(network=far.path),
        address=cable.far_address,
        port=PORT,
        manner="drink",
    )
    start_worker(
        bench,
        "stream",
        place=Place(network=near.path),
        address=cable.far_address,
        port=PORT,
        kilobytes_per_second=20 << 10,
    )
    return Scene(
        signals=(
            Signal(
                name="TCP segments a second",
                read=lambda: network_value(server.pid, "Tcp", "InSegs"),
                measure="rate",
                least=100,
            ),
        )
    )


bulk_transfer = Case(
    name="bulk-transfer",
    tells="20 MB a second go from one namespace to another without loss.",
    make=_make,
    tools=("ip",),
)

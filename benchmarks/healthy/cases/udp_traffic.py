"""Moderate UDP traffic that is read as it comes."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import network_value
from benchmarks.host.networks import join, make_network
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker

PORT = 7203
PACKETS_PER_SECOND = 3000


def _make(bench: Bench) -> Scene:
    near, far = make_network(bench), make_network(bench)
    cable = join(bench, near, far)
    reader = start_worker(
        bench,
        "read_datagrams",
        place=Place(network=far.path),
        address=cable.far_address,
        port=PORT,
    )
    start_worker(
        bench,
        "send_datagrams",
        place=Place(network=near.path),
        address=cable.far_address,
        port=PORT,
        size_bytes=200,
        per_second=PACKETS_PER_SECOND,
    )
    return Scene(
        signals=(
            Signal(
                name="UDP packets a second",
                read=lambda: network_value(reader.pid, "Udp", "InDatagrams"),
                measure="rate",
                least=0.5 * PACKETS_PER_SECOND,
            ),
        )
    )


udp_traffic = Case(
    name="udp-traffic",
    tells="3,000 UDP packets a second go from one namespace to another and are read.",
    make=_make,
    tools=("ip",),
)

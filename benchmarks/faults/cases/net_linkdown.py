"""An interface in use loses its carrier, five seconds into the look."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import interface_value
from benchmarks.host.networks import Network, join, make_network
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker
from benchmarks.known import known_cable, known_network, known_worker
from benchmarks.truth import Truth, together

PORT = 7102


def _make(bench: Bench) -> Scene:
    far = make_network(bench)
    cable = join(bench, None, far)
    server = start_worker(
        bench,
        "serve",
        place=Place(network=far.path),
        address=cable.far_address,
        port=PORT,
        manner="drink",
    )
    client = start_worker(
        bench, "stream", address=cable.far_address, port=PORT, kilobytes_per_second=200
    )
    return Scene(
        signals=(
            Signal(
                name="carrier_changes",
                read=lambda: interface_value(cable.near, "carrier_changes"),
                measure="growth",
                least=1,
            ),
            Signal(
                name="carrier",
                read=lambda: interface_value(cable.near, "carrier"),
                measure="level",
                most=0,
            ),
        ),
        truth=Truth(
            resources=("network",),
            aspects=("errors",),
            culprit=together(known_cable(cable), known_network(far)),
            victims=known_worker(client, server),
            signal=(r"carrier|link|down|operstate",),
        ),
        event=lambda: _take_down(far, cable.far),
    )


def _take_down(network: Network, interface: str) -> None:
    network.run("ip", "link", "set", interface, "down")


net_linkdown = Case(
    name="net-linkdown",
    tells="The peer of an interface in use went down: no carrier.",
    make=_make,
    tools=("ip",),
)

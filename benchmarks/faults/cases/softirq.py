"""A flood of small packets between two namespaces."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import cpu_time_seconds
from benchmarks.host.networks import join, make_network
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker
from benchmarks.known import known_cable, known_network, known_worker
from benchmarks.truth import Truth, together

PORT = 7107
SIZE_BYTES = 64
SENDERS = 2

# Dropped on arrival: without this the far end would answer each packet that nobody reads.
DROP = """
table ip paths {
  chain arriving {
    type filter hook input priority 0;
    udp dport 7107 drop
  }
}
"""


def _make(bench: Bench) -> Scene:
    near, far = make_network(bench), make_network(bench)
    cable = join(bench, near, far)
    far.filter(DROP)
    name = bench.name()
    senders = [
        start_worker(
            bench,
            "send_datagrams",
            name=name,
            place=Place(network=near.path),
            address=cable.far_address,
            port=PORT,
            size_bytes=SIZE_BYTES,
        )
        for _ in range(SENDERS)
    ]
    return Scene(
        signals=(
            Signal(
                name="softirq, CPUs",
                read=lambda: cpu_time_seconds("cpu", "softirq"),
                measure="rate",
                least=0.2,
            ),
        ),
        truth=Truth(
            resources=("cpu",),
            aspects=("utilization", "saturation"),
            culprit=together(known_worker(*senders), known_cable(cable), known_network(near, far)),
            signal=(r"softirq|soft.?interrupt", r"packets?"),
        ),
    )


softirq = Case(
    name="softirq",
    tells="Small packets flood from one namespace into another.",
    make=_make,
    tools=("ip", "nft"),
)

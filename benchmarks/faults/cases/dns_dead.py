"""A name server that does not answer."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.networks import join, make_network
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker
from benchmarks.known import known_cable, known_network, known_worker
from benchmarks.truth import Truth, together, who

DROP = """
table ip paths {
  chain arriving {
    type filter hook input priority 0;
    udp dport 53 drop
  }
}
"""


def _make(bench: Bench) -> Scene:
    near, far = make_network(bench), make_network(bench)
    cable = join(bench, near, far)
    far.filter(DROP)
    resolver = bench.new_folder() / "resolv.conf"
    resolver.write_text(f"nameserver {cable.far_address}\noptions timeout:2 attempts:1\n")
    resolver.chmod(0o644)
    client = start_worker(
        bench,
        "look_up",
        place=Place(network=near.path, resolver=resolver),
        host="orders.internal.example",
        rest_seconds=0.1,
    )
    return Scene(
        signals=(Signal(name="slow look-ups", read=client.tally.read, measure="growth", least=4),),
        truth=Truth(
            resources=("dependency", "network"),
            aspects=("errors", "latency"),
            culprit=together(
                known_cable(cable),
                known_network(near, far),
                who(texts=["resolv.conf", str(resolver)], ports=[53]),
            ),
            victims=known_worker(client),
            signal=(r"dns|name server|nameserver|resolv|look.?up",),
        ),
    )


dns_dead = Case(
    name="dns-dead",
    tells="The name server does not answer: each look-up takes 2 s.",
    make=_make,
    tools=("ip", "nft"),
    warm_seconds=8.0,
)

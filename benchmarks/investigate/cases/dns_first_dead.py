"""The first of two name servers does not answer, so that each look-up waits for the second."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.networks import Network, join, make_network
from benchmarks.host.place import Place
from benchmarks.host.workers import Worker, start_worker
from benchmarks.known import known_worker
from benchmarks.truth import Truth, who

SECOND = "198.19.53.2"
DROP = """
table ip paths {{
  chain arriving {{
    type filter hook input priority 0;
    ip daddr {address} udp dport 53 drop
  }}
}}
"""


def start_names(bench: Bench, *, first_is_dead: bool) -> tuple[Worker, list[Worker], str]:
    """Who looks up, the name servers, and the address of the first."""
    near, far = make_network(bench), make_network(bench)
    cable = join(bench, near, far)
    first = cable.far_address
    far.run("ip", "address", "add", f"{SECOND}/32", "dev", "lo")
    near.run("ip", "route", "add", SECOND, "via", first)
    if first_is_dead:
        far.filter(DROP.format(address=first))
    servers = [_server(bench, far, address) for address in (first, SECOND)]
    resolver = bench.new_folder() / "resolv.conf"
    resolver.write_text(f"nameserver {first}\nnameserver {SECOND}\noptions timeout:2 attempts:1\n")
    resolver.chmod(0o644)
    client = start_worker(
        bench,
        "look_up",
        place=Place(network=near.path, resolver=resolver),
        host="orders.internal.example",
        rest_seconds=0.1,
    )
    return client, servers, first


def _server(bench: Bench, network: Network, address: str) -> Worker:
    return start_worker(bench, "answer_names", place=Place(network=network.path), address=address)


def answers(second: Worker) -> Signal:
    """What the second server has answered."""
    return Signal(
        name="answers of the second server", read=second.tally.read, measure="growth", least=4
    )


def _make(bench: Bench) -> Scene:
    client, (_, second), address = start_names(bench, first_is_dead=True)
    return Scene(
        signals=(
            Signal(name="slow look-ups", read=client.tally.read, measure="growth", least=4),
            answers(second),
        ),
        truth=Truth(
            resources=("dependency", "network"),
            aspects=("errors", "latency"),
            # the address that says nothing, or the file that puts it first
            culprit=who(texts=[address, "resolv.conf"], ports=[53]),
            victims=known_worker(client),
            bystanders=who(pids=[second.pid], texts=[SECOND]),
            signal=(r"dns|name server|nameserver|resolv|look.?up",),
        ),
    )


dns_first_dead = Case(
    name="dns-first-dead",
    tells="The first of two name servers does not answer: each look-up takes 2 s longer.",
    make=_make,
    tools=("ip", "nft"),
    warm_seconds=8.0,
)

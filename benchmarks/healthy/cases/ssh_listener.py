"""A secure shell server that listens to all addresses."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import process_fields
from benchmarks.host.networks import make_network
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker


def _make(bench: Bench) -> Scene:
    # In a network of its own: nothing outside can reach it. The name says what it stands for.
    place = Place(network=make_network(bench).path)
    server = start_worker(
        bench, "serve", name="sshd", place=place, address="0.0.0.0", port=22, manner="answer"
    )
    return Scene(
        signals=(
            Signal(
                name="runs",
                read=lambda: float(bool(process_fields(server.pid))),
                measure="level",
                least=1,
            ),
        )
    )


ssh_listener = Case(
    name="ssh-listener",
    tells="A secure shell server listens on 0.0.0.0:22.",
    make=_make,
    tools=("ip",),
)

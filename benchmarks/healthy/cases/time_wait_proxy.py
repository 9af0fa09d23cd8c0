"""A proxy that closes its connections itself: thousands of TIME_WAIT, and no port is short."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import sockets_in
from benchmarks.host.networks import make_network
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker

PORT = 7202
CONNECTS_PER_SECOND = 60
WARM_SECONDS = 50.0


def _make(bench: Bench) -> Scene:
    place = Place(network=make_network(bench).path)
    server = start_worker(
        bench, "serve", place=place, address="127.0.0.1", port=PORT, manner="close"
    )
    start_worker(
        bench,
        "connect",
        place=place,
        address="127.0.0.1",
        port=PORT,
        per_second=CONNECTS_PER_SECOND,
        ask=True,
    )
    return Scene(
        signals=(
            Signal(
                name="tcp.TIME_WAIT",
                read=lambda: sockets_in(server.pid, "TIME_WAIT"),
                measure="level",
                least=2500,
                most=4500,
            ),
        )
    )


# 60 new connections a second, each in TIME_WAIT for 60 s, settle at 3,600.
time_wait_proxy = Case(
    name="time-wait-proxy",
    tells="A proxy has 3,000 connections in TIME_WAIT, on its own listening port.",
    make=_make,
    tools=("ip",),
    warm_seconds=WARM_SECONDS,
)

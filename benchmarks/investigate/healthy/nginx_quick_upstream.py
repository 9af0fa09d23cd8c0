"""Twin of nginx-upstream: the same site, with an upstream that answers in 20 ms."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.daemons.nginx import TOOLS
from benchmarks.host.bench import Bench
from benchmarks.investigate.cases.nginx_upstream import start_site, timeouts

SECONDS = 0.02


def _make(bench: Bench) -> Scene:
    _, nginx, visitors = start_site(bench, SECONDS)
    return Scene(
        signals=(
            timeouts(nginx, most=0),
            Signal(name="answers a second", read=visitors.tally.read, measure="rate", least=20),
        )
    )


nginx_quick_upstream = Case(
    name="nginx-quick-upstream",
    tells="An upstream of nginx answers in 20 ms.",
    make=_make,
    tools=TOOLS,
)

"""An upstream of nginx that takes longer than nginx waits."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.daemons.nginx import TOOLS, Nginx, start_nginx
from benchmarks.daemons.web import ADDRESS
from benchmarks.host.bench import Bench
from benchmarks.host.workers import Worker, start_worker
from benchmarks.truth import Truth, who

PORT, UPSTREAM_PORT = 7240, 7241
TIMEOUT_SECONDS = 2
SLOW_SECONDS = 6.0
VISITORS = 10


def start_site(bench: Bench, seconds: float) -> tuple[Worker, Nginx, Worker]:
    """The upstream, nginx before it, and the visitors."""
    upstream = start_worker(
        bench, "slow_service", address=ADDRESS, port=UPSTREAM_PORT, seconds=seconds
    )
    nginx = start_nginx(bench, PORT, UPSTREAM_PORT, TIMEOUT_SECONDS)
    visitors = start_worker(
        bench, "visitors", address=ADDRESS, port=PORT, visitors=VISITORS, think_seconds=0.2
    )
    return upstream, nginx, visitors


def timeouts(nginx: Nginx, *, least: float = 0.0, most: float = 1000.0) -> Signal:
    """How often nginx gives up."""
    return Signal(
        name="upstream timeouts a second",
        read=nginx.timeouts,
        measure="rate",
        least=least,
        most=most,
    )


def _make(bench: Bench) -> Scene:
    upstream, nginx, visitors = start_site(bench, SLOW_SECONDS)
    return Scene(
        signals=(timeouts(nginx, least=1),),
        truth=Truth(
            resources=("dependency", "process", "network"),
            aspects=("latency", "errors", "saturation"),
            culprit=who(pids=[upstream.pid], texts=[upstream.name], ports=[UPSTREAM_PORT]),
            victims=who(pids=[*nginx.pids(), visitors.pid], ports=[PORT]),
            signal=(r"upstream|timed out|timeout|answer|wait|CLOSE.?WAIT|closed",),
        ),
    )


nginx_upstream = Case(
    name="nginx-upstream",
    tells="An upstream takes 6 s for an answer for which nginx waits 2 s.",
    make=_make,
    tools=TOOLS,
)

"""Two processes hand one byte to each other over pipes."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import children, stat_value
from benchmarks.host.waiting import wait_until
from benchmarks.host.workers import start_worker
from benchmarks.known import known_worker
from benchmarks.truth import Truth, together, who


def _make(bench: Bench) -> Scene:
    pair = start_worker(bench, "ping_pong")
    wait_until(lambda: len(children(pair.pid)) == 1, f"{pair.name} to have its partner")
    return Scene(
        signals=(
            Signal(
                name="context switches a second",
                read=lambda: stat_value("ctxt"),
                measure="rate",
                least=20_000,
            ),
        ),
        truth=Truth(
            resources=("cpu", "kernel"),
            aspects=("saturation", "utilization", "cost", "latency"),
            culprit=together(known_worker(pair), who(pids=children(pair.pid))),
            signal=(r"ctxt|context.?switch|switches",),
        ),
    )


ctx_switch = Case(
    name="ctx-switch",
    tells="Two processes play ping-pong with one byte over a pipe.",
    make=_make,
)

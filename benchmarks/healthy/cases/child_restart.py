"""A worker process crashed once before the look and was started again."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.waiting import wait_until
from benchmarks.host.workers import start_worker

WARM_SECONDS = 15.0


def _make(bench: Bench) -> Scene:
    with bench.scene():
        first = start_worker(bench, "restart", child_name=bench.name(), child_seconds=0.5)
        wait_until(lambda: first.tally.read() >= 1, "a child to crash once")
    again = start_worker(bench, "restart", child_name=bench.name(), child_seconds=300.0)
    return Scene(
        signals=(
            Signal(name="crashes in the look", read=again.tally.read, measure="growth", most=0),
        )
    )


child_restart = Case(
    name="child-restart",
    tells="A child crashed once, 15 s before the look, and runs well since.",
    make=_make,
    warm_seconds=WARM_SECONDS,
)

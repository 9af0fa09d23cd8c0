"""A supervised child that crashes several times a second."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.workers import start_worker
from benchmarks.known import known_worker
from benchmarks.truth import Truth, together, who

LIFE_SECONDS = 0.3


def _make(bench: Bench) -> Scene:
    child = bench.name()
    supervisor = start_worker(bench, "restart", child_name=child, child_seconds=LIFE_SECONDS)
    return Scene(
        signals=(
            Signal(
                name="segmentation faults a second",
                read=supervisor.tally.read,
                measure="rate",
                least=1,
            ),
        ),
        truth=Truth(
            resources=("process",),
            aspects=("errors",),
            culprit=together(known_worker(supervisor), who(texts=[child])),
            signal=(r"segfault|segmentation|SIGSEGV|crash",),
        ),
    )


crash_loop = Case(
    name="crash-loop",
    tells="A supervised child dies of a segmentation fault several times a second.",
    make=_make,
)

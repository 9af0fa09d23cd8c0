"""A JVM whose live data hardly fit into its heap."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.daemons.jvm import TOOLS, Jvm, start_jvm
from benchmarks.host.bench import Bench
from benchmarks.truth import Truth, who

HEAP_MEGABYTES = 64
KEPT_MEGABYTES = 57
TURNED_OVER_MEGABYTES = 12


def collecting(jvm: Jvm, *, least: float = 0.0, most: float = 10.0) -> Signal:
    """CPUs that the collector's threads use."""
    return Signal(
        name="CPUs used by collecting garbage",
        read=jvm.collecting_seconds,
        measure="rate",
        least=least,
        most=most,
    )


def _make(bench: Bench) -> Scene:
    jvm = start_jvm(bench, HEAP_MEGABYTES, KEPT_MEGABYTES, TURNED_OVER_MEGABYTES)
    return Scene(
        signals=(collecting(jvm, least=0.4),),
        truth=Truth(
            resources=("memory", "process"),
            aspects=("saturation", "utilization", "capacity"),
            culprit=who(pids=[jvm.daemon.pid], texts=[jvm.daemon.group]),
            signal=(r"garbage|heap|\bgc\b|collect",),
        ),
    )


jvm_heap = Case(
    name="jvm-heap",
    tells="A JVM has 57 MB of live data in a heap of 64 MB: it does little but collect garbage.",
    make=_make,
    tools=TOOLS,
)

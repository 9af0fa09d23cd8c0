"""Twin of jvm-heap: the same program in a heap with room."""

from benchmarks.contract import Case, Scene
from benchmarks.daemons.jvm import TOOLS, start_jvm
from benchmarks.host.bench import Bench
from benchmarks.investigate.cases.jvm_heap import (
    KEPT_MEGABYTES,
    TURNED_OVER_MEGABYTES,
    collecting,
)

HEAP_MEGABYTES = 512


def _make(bench: Bench) -> Scene:
    jvm = start_jvm(bench, HEAP_MEGABYTES, KEPT_MEGABYTES, TURNED_OVER_MEGABYTES)
    return Scene(signals=(collecting(jvm, most=0.1),))


jvm_with_room = Case(
    name="jvm-with-room",
    tells="A JVM has 57 MB of live data in a heap of 512 MB.",
    make=_make,
    tools=TOOLS,
)

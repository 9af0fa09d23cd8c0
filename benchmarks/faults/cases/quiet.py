"""Nothing is wrong: the control among the faults."""

from benchmarks.contract import Case, Scene
from benchmarks.host.bench import Bench


def _make(bench: Bench) -> Scene:
    del bench
    return Scene(signals=())


quiet = Case(name="quiet", tells="Nothing is wrong.", make=_make)

"""A process at its limit of 256 descriptors."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import open_files
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker
from benchmarks.known import known_worker
from benchmarks.truth import Truth

LIMIT = 256


def _make(bench: Bench) -> Scene:
    service = start_worker(bench, "open_files", place=Place(files=LIMIT), attempts_per_second=10)
    return Scene(
        signals=(
            Signal(
                name="open descriptors",
                read=lambda: open_files(service.pid),
                measure="level",
                least=LIMIT - 1,
            ),
            Signal(name="EMFILE a second", read=service.tally.read, measure="rate", least=3),
        ),
        truth=Truth(
            resources=("descriptors", "process"),
            aspects=("errors", "saturation", "capacity"),
            culprit=known_worker(service),
            signal=(r"descriptor|nofile|EMFILE|open files|\bfds?\b",),
        ),
    )


fd_limit = Case(
    name="fd-limit",
    tells="A process is at its limit of 256 descriptors; each further open fails.",
    make=_make,
)

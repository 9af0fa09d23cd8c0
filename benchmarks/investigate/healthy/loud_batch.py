"""Twin of two-faults-quiet-loud: the same batch, and a service far from its limit."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import open_files
from benchmarks.host.place import Place
from benchmarks.host.workers import start_worker
from benchmarks.investigate.cases.two_faults_quiet_loud import start_batch

LIMIT, HELD = 1024, 100


def _make(bench: Bench) -> Scene:
    _, loud = start_batch(bench)
    service = start_worker(
        bench, "open_files", place=Place(files=LIMIT), attempts_per_second=10, most=HELD
    )
    return Scene(
        signals=(
            loud,
            Signal(
                name="open descriptors",
                read=lambda: open_files(service.pid),
                measure="level",
                least=HELD,
                most=2 * HELD,
            ),
        )
    )


loud_batch = Case(
    name="loud-batch",
    tells="A batch at the lowest priority is loud; a service holds a hundred files.",
    make=_make,
)

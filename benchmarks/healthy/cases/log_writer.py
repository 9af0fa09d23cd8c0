"""A service that logs 200 kB a second."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import file_bytes
from benchmarks.host.workers import start_worker

KILOBYTES_PER_SECOND = 200


def _make(bench: Bench) -> Scene:
    log = bench.new_folder() / "service.log"
    start_worker(bench, "append", path=str(log), kilobytes_per_second=KILOBYTES_PER_SECOND)
    return Scene(
        signals=(
            Signal(
                name="kB logged a second",
                read=lambda: file_bytes(log) / 1024,
                measure="rate",
                least=100,
            ),
        )
    )


log_writer = Case(name="log-writer", tells="A service logs 200 kB a second.", make=_make)

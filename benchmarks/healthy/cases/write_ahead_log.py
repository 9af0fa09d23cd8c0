"""A database that syncs a small record twenty times a second."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import switches
from benchmarks.host.workers import start_worker


def _make(bench: Bench) -> Scene:
    log = bench.new_folder() / "log"
    database = start_worker(
        bench, "sync_writer", path=str(log), kilobytes=8, most_megabytes=16, rest_seconds=0.05
    )
    return Scene(
        signals=(
            Signal(
                name="waits of the database a second",
                read=lambda: switches(database.pid),
                measure="rate",
                least=10,
            ),
        )
    )


write_ahead_log = Case(
    name="write-ahead-log", tells="A database syncs 20 small records a second.", make=_make
)

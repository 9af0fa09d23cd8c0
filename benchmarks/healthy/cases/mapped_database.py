"""A database that maps its file: its resident memory is page cache."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import resident_bytes
from benchmarks.host.volumes import MEGABYTE, make_file
from benchmarks.host.workers import start_worker

MEGABYTES = 250


def _make(bench: Bench) -> Scene:
    file = make_file(bench, MEGABYTES, filled=True)
    database = start_worker(bench, "map_file", path=str(file), reads_per_second=2000)
    return Scene(
        signals=(
            Signal(
                name="RSS, MB",
                read=lambda: resident_bytes(database.pid) / MEGABYTE,
                measure="level",
                least=MEGABYTES,
            ),
        )
    )


mapped_database = Case(
    name="mapped-database", tells="A database maps its file into memory.", make=_make
)

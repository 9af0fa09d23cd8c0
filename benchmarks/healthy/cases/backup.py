"""A backup that reads a big file from the disk."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import vmstat_value
from benchmarks.host.place import Place
from benchmarks.host.volumes import make_file
from benchmarks.host.workers import start_worker

MEGABYTES = 290
MEGABYTES_PER_SECOND = 60


def _make(bench: Bench) -> Scene:
    file = make_file(bench, MEGABYTES, filled=True)
    start_worker(
        bench,
        "file_reader",
        place=Place(nice=10),
        path=str(file),
        megabytes_per_second=MEGABYTES_PER_SECOND,
    )
    return Scene(
        signals=(
            Signal(
                name="MB read from disks a second",
                read=lambda: vmstat_value("pgpgin") / 1024,
                measure="rate",
                least=10,
            ),
        )
    )


# Fresh data must have been written back before dropping it from the cache makes it be read again.
backup = Case(
    name="backup", tells="A niced backup reads a big file.", make=_make, warm_seconds=10.0
)

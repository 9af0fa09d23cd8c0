"""A file is written at an even rate: the page cache fills, as it should."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import file_bytes
from benchmarks.host.volumes import MEGABYTE
from benchmarks.host.workers import start_worker

KILOBYTES_PER_SECOND = 8 << 10


def _make(bench: Bench) -> Scene:
    copy = bench.new_folder() / "copy"
    start_worker(bench, "append", path=str(copy), kilobytes_per_second=KILOBYTES_PER_SECOND)
    return Scene(
        signals=(
            Signal(
                name="MB written a second",
                read=lambda: file_bytes(copy) / MEGABYTE,
                measure="rate",
                least=4,
            ),
        )
    )


page_cache = Case(
    name="page-cache",
    tells="A copy of a file fills the page cache; the volume has plenty of space.",
    make=_make,
)

"""A log that grows 5 MB a second and fills its volume within a minute."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import file_bytes
from benchmarks.host.volumes import MEGABYTE, make_volume
from benchmarks.host.workers import start_worker
from benchmarks.known import known_volume, known_worker
from benchmarks.truth import Truth, together

MEGABYTES = 280
KILOBYTES_PER_SECOND = 5 << 10


def _make(bench: Bench) -> Scene:
    volume = make_volume(bench, MEGABYTES)
    log = volume.mount / "service.log"
    writer = start_worker(bench, "append", path=str(log), kilobytes_per_second=KILOBYTES_PER_SECOND)
    return Scene(
        signals=(
            Signal(
                name="log growth, MB a second",
                read=lambda: file_bytes(log) / MEGABYTE,
                measure="rate",
                least=3,
            ),
            Signal(name="used ratio", read=volume.used_ratio, measure="level", most=0.95),
        ),
        truth=Truth(
            resources=("filesystem",),
            aspects=("utilization", "capacity"),
            culprit=together(known_volume(volume), known_worker(writer)),
            signal=(r"grow|full (in|within)|fills?|time_to|until|used",),
        ),
    )


log_growth = Case(
    name="log-growth",
    tells="A log grows 5 MB/s; its volume is full within a minute.",
    make=_make,
    tools=("losetup", "mkfs.ext4", "mount", "umount"),
)

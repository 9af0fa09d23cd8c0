"""A log writer that has filled its volume."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.volumes import make_volume
from benchmarks.host.workers import start_worker
from benchmarks.known import known_volume, known_worker
from benchmarks.truth import Truth, together

MEGABYTES = 60
KILOBYTES_PER_SECOND = 40 << 10


def _make(bench: Bench) -> Scene:
    volume = make_volume(bench, MEGABYTES)
    writer = start_worker(
        bench,
        "append",
        path=str(volume.mount / "service.log"),
        kilobytes_per_second=KILOBYTES_PER_SECOND,
    )
    return Scene(
        signals=(
            Signal(name="used ratio", read=volume.used_ratio, measure="level", least=0.99),
            Signal(name="ENOSPC a second", read=writer.tally.read, measure="rate", least=2),
        ),
        truth=Truth(
            resources=("filesystem",),
            aspects=("errors", "capacity", "utilization"),
            culprit=together(known_volume(volume), known_worker(writer)),
            signal=(r"full|used|free|space|ENOSPC",),
        ),
    )


disk_full = Case(
    name="disk-full",
    tells="A log writer has filled a volume of 60 MB.",
    make=_make,
    tools=("losetup", "mkfs.ext4", "mount", "umount"),
)

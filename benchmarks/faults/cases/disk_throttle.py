"""A volume that takes 1 MB a second, and a writer that waits for it."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import pressure_seconds
from benchmarks.host.groups import make_group
from benchmarks.host.place import Place
from benchmarks.host.volumes import MEGABYTE, make_volume
from benchmarks.host.workers import start_worker
from benchmarks.known import known_volume, known_worker
from benchmarks.truth import Truth, together, who

LIMIT_BYTES_PER_SECOND = MEGABYTE


def _make(bench: Bench) -> Scene:
    volume, other = make_volume(bench, 100), make_volume(bench, 60)
    group = make_group(bench, "blkio")
    group.limit_writes(volume.disk.number, LIMIT_BYTES_PER_SECOND)
    writer = start_worker(
        bench,
        "sync_writer",
        place=Place(groups=group.paths),
        path=str(volume.mount / "data"),
        kilobytes=256,
        most_megabytes=40,
    )
    innocent = start_worker(
        bench,
        "sync_writer",
        path=str(other.mount / "data"),
        kilobytes=64,
        most_megabytes=20,
        rest_seconds=0.2,
    )
    return Scene(
        signals=(
            Signal(
                name="psi.io.some",
                read=lambda: pressure_seconds("io"),
                measure="rate",
                least=0.3,
            ),
        ),
        truth=Truth(
            resources=("disk",),
            aspects=("saturation", "latency"),
            culprit=together(known_volume(volume), who(texts=[group.name])),
            victims=known_worker(writer),
            bystanders=together(known_volume(other), known_worker(innocent)),
            signal=(r"io.*pressure|pressure.*io|psi", r"await|latency|wait", r"throttl|limit|cap"),
        ),
    )


disk_throttle = Case(
    name="disk-throttle",
    tells="A device is limited to 1 MB/s of writes: requests wait.",
    make=_make,
    tools=("losetup", "mkfs.ext4", "mount", "umount"),
    controllers=("blkio",),
)

"""Three readers keep a device busy with small direct reads."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.counters import disk_busy_seconds
from benchmarks.host.groups import make_group
from benchmarks.host.place import Place
from benchmarks.host.volumes import make_disk
from benchmarks.host.workers import start_worker
from benchmarks.known import known_disk, known_worker
from benchmarks.truth import Truth, together, who

MEGABYTES = 200
READERS = 3
BLOCKS = (MEGABYTES << 20) // 4096


def _make(bench: Bench) -> Scene:
    disk = make_disk(bench, MEGABYTES)
    group, name = make_group(bench, "blkio"), bench.name()
    readers = [
        start_worker(
            bench,
            "direct_reader",
            name=name,
            place=Place(groups=group.paths),
            path=str(disk.device),
            first_block=0,
            blocks=BLOCKS,
        )
        for _ in range(READERS)
    ]
    return Scene(
        signals=(
            Signal(
                name=f"{disk.name} busy",
                read=lambda: disk_busy_seconds(disk.name),
                measure="rate",
                least=0.5,
            ),
        ),
        truth=Truth(
            resources=("disk",),
            aspects=("utilization", "saturation"),
            culprit=together(known_worker(*readers), who(texts=[group.name])),
            # The device is where it hurts; the readers are who does it.
            victims=known_disk(disk),
            signal=(r"busy|utili[sz]|io_time|io_ticks", r"queue", r"reads?\b"),
        ),
    )


disk_random = Case(
    name="disk-random",
    tells="Direct random reads of 4 KiB keep a device busy.",
    make=_make,
    tools=("losetup",),
    controllers=("blkio",),
)

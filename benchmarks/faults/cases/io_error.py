"""A device that answers reads with errors: its backing store was cut short."""

import os

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.volumes import MEGABYTE, make_disk
from benchmarks.host.workers import start_worker
from benchmarks.known import known_disk, known_worker
from benchmarks.truth import Truth

MEGABYTES = 100
KEPT_MEGABYTES = 10
BLOCK = 4096


def _make(bench: Bench) -> Scene:
    disk = make_disk(bench, MEGABYTES)
    os.truncate(disk.file, KEPT_MEGABYTES * MEGABYTE)
    reader = start_worker(
        bench,
        "direct_reader",
        path=str(disk.device),
        first_block=KEPT_MEGABYTES * MEGABYTE // BLOCK,
        blocks=(MEGABYTES - KEPT_MEGABYTES) * MEGABYTE // BLOCK,
        rest_seconds=0.05,
    )
    return Scene(
        signals=(Signal(name="EIO a second", read=reader.tally.read, measure="rate", least=3),),
        truth=Truth(
            resources=("disk",),
            aspects=("errors",),
            culprit=known_disk(disk),
            victims=known_worker(reader),
            signal=(r"error|EIO",),
        ),
    )


io_error = Case(
    name="io-error",
    tells="A device returns I/O errors: its backing store was cut short.",
    make=_make,
    tools=("losetup",),
)

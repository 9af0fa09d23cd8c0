"""A volume remounted read-only below its writer, five seconds into the look."""

from benchmarks.contract import Case, Scene, Signal
from benchmarks.errors import BenchError
from benchmarks.host.bench import Bench
from benchmarks.host.counters import is_read_only
from benchmarks.host.volumes import Volume, make_volume
from benchmarks.host.waiting import wait_until
from benchmarks.host.workers import start_worker
from benchmarks.known import known_volume, known_worker
from benchmarks.truth import Truth

REMOUNT_LIMIT_SECONDS = 3.0


def _make(bench: Bench) -> Scene:
    volume = make_volume(bench, 60)
    writer = start_worker(
        bench,
        "append",
        path=str(volume.mount / "service.log"),
        kilobytes_per_second=20,
        reopen=True,
    )
    return Scene(
        signals=(
            Signal(
                name="read-only",
                read=lambda: is_read_only(volume.mount),
                measure="growth",
                least=1,
            ),
            Signal(name="EROFS", read=writer.tally.read, measure="growth", least=10),
        ),
        truth=Truth(
            resources=("filesystem",),
            aspects=("errors",),
            culprit=known_volume(volume),
            victims=known_worker(writer),
            signal=(r"read.?only|\bro\b|EROFS|remount",),
        ),
        event=lambda: _make_read_only(volume),
    )


def _make_read_only(volume: Volume) -> None:
    # Refused while the writer has its file open, which is a small part of the time.
    def is_done() -> bool:
        try:
            volume.remount("ro")
        except BenchError:
            return False
        return True

    wait_until(is_done, f"{volume.mount} to become read-only", REMOUNT_LIMIT_SECONDS)


fs_readonly = Case(
    name="fs-readonly",
    tells="A volume was remounted read-only; its writer fails.",
    make=_make,
    tools=("losetup", "mkfs.ext4", "mount", "umount"),
)

"""A read-only image that is full, as every squashfs is."""

from contextlib import suppress

from benchmarks.contract import Case, Scene, Signal
from benchmarks.host.bench import Bench
from benchmarks.host.commands import run
from benchmarks.host.counters import is_read_only
from benchmarks.host.volumes import make_volume

BLOCK = 4096


def _make(bench: Bench) -> Scene:
    volume = make_volume(bench, 20)
    with suppress(OSError), (volume.mount / "content").open("wb", buffering=0) as content:
        while content.write(b"x" * BLOCK):
            pass
    # Mounted anew rather than remounted: an image is read-only from the start.
    run("umount", str(volume.mount))
    run("mount", "-o", "ro", str(volume.disk.device), str(volume.mount))
    return Scene(
        signals=(
            Signal(name="used ratio", read=volume.used_ratio, measure="level", least=0.99),
            Signal(
                name="read-only",
                read=lambda: is_read_only(volume.mount),
                measure="level",
                least=1,
            ),
        )
    )


full_image = Case(
    name="full-image",
    tells="A read-only image is mounted and full.",
    make=_make,
    tools=("losetup", "mkfs.ext4", "mount", "umount"),
)

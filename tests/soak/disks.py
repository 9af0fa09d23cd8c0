"""Disks for the soak: a file system in an image, that can be filled, or cut off from its power.

A power cut is the image as it lies in its file at one moment, copied while the server is stopped
and mounted anew: what the server had not synced is not in it, as the file system of a machine that
lost its power would not have it. It needs root.
"""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE_S = 60


@contextmanager
def disk(folder: Path, name: str, *, megabytes: int) -> Iterator[Path]:
    """Make a disk of ext4 and mount it; it is unmounted and removed at the end."""
    image = folder / f"{name}.img"
    with image.open("wb") as stream:
        stream.truncate(megabytes * 2**20)
    _run("mkfs.ext4", "-q", "-F", str(image))
    with mounted(image, folder / name) as place:
        yield place


@contextmanager
def mounted(image: Path, place: Path) -> Iterator[Path]:
    """Mount an image; after a cut its journal is replayed, as at a machine's start."""
    place.mkdir()
    _run("mount", "-o", "loop", str(image), str(place))
    try:
        yield place
    finally:
        with suppress(subprocess.CalledProcessError):
            _run("umount", str(place))
        image.unlink(missing_ok=True)


def cut(folder: Path, name: str, copy: str) -> Path:
    """Copy a mounted disk's image as it lies in its file now, and give the copy."""
    image, made = folder / f"{name}.img", folder / f"{copy}.img"
    shutil.copyfile(image, made)
    return made


def fill(place: Path) -> Path:
    """Write a file until nothing fits any more, as another program would; give it."""
    file = place / "filled"
    with file.open("wb") as stream, suppress(OSError):
        while True:
            stream.write(b"\0" * 65536)
            stream.flush()
    return file


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True, timeout=PATIENCE_S)

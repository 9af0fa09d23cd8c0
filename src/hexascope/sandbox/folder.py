"""A job's folder on the real file system: made, counted and removed whatever a job has put there.

Nothing here follows a link or builds a path from names: a tree may be deeper than a path can be.
"""

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from hexascope.sandbox import users
from hexascope.sandbox.interpreter import open_to_all

DEEPEST = 32
"""Folders within folders that a job may make, so that each can be held open while one looks."""

FOLDER_FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
PRIVATE = 0o700
PREFIX = "hexascope-job-"
COMMON_PLACES = ("/tmp", "/var/tmp")  # noqa: S108 - mkdtemp makes a folder of our own in it


@dataclass(slots=True)
class Held:
    """What a folder holds: files and folders, bytes on disk, and whether it is too deep."""

    inodes: int = 0
    allocated: int = 0
    too_deep: bool = False


def held(path: Path, most_inodes: int) -> Held:
    """Count what a folder holds, no further than one beyond `most_inodes`."""
    found = Held()
    with suppress(OSError):
        top = os.open(path, FOLDER_FLAGS)
        try:
            _count(top, found, most_inodes, DEEPEST)
        finally:
            os.close(top)
    return found


def _count(folder: int, found: Held, most: int, deeper: int) -> None:
    with os.scandir(folder) as entries:
        for entry in entries:
            found.inodes += 1
            if found.inodes > most:
                return
            with suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                found.allocated += max(status.st_blocks * 512, 0)
                if stat.S_ISDIR(status.st_mode):
                    _descend(folder, entry.name, found, most, deeper)


def _descend(folder: int, name: str, found: Held, most: int, deeper: int) -> None:
    if deeper == 0:
        found.too_deep = True
        return
    inner = os.open(name, FOLDER_FLAGS, dir_fd=folder)
    try:
        _count(inner, found, most, deeper - 1)
    finally:
        os.close(inner)


def place(*, by_others: bool) -> Path:
    """Give where temporary folders are made; `by_others`: where another user can go as well."""
    usual = Path(tempfile.gettempdir())
    known = (usual, *map(Path, COMMON_PLACES)) if by_others else (usual,)
    return next((one for one in known if open_to_all(one)), usual)


@contextmanager
def lent_folder(user: int | None) -> Iterator[Path]:
    """Give an empty folder that one user alone may enter; it is removed at the end.

    Takes away the folders of jobs whose hexascope was killed before it could.
    """
    where = place(by_others=user is not None)
    _sweep(where)
    made = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=where))
    try:
        made.chmod(PRIVATE)
        if user is not None:
            os.chown(made, user, user)
        yield made
    finally:
        remove(made)


def _sweep(place: Path) -> None:
    lent = range(users.FIRST_USER, users.FIRST_USER + users.USERS)
    with suppress(OSError):
        for left in place.glob(f"{PREFIX}*-*"):
            owner = left.name.removeprefix(PREFIX).partition("-")[0]
            if owner.isdigit() and not Path("/proc", owner).exists():
                with suppress(OSError):
                    if left.lstat().st_uid in {os.geteuid(), *lent}:
                        remove(left)


def remove(path: Path) -> None:
    """Remove a folder with all it holds, whatever its depth, names and modes."""
    with suppress(FileNotFoundError):
        top = os.open(path, FOLDER_FLAGS)
        try:
            _empty(top)
        finally:
            os.close(top)
        path.rmdir()


def _empty(top: int) -> None:
    """Lift what lies in inner folders up, one level at a time, until there is none.

    Raises OSError before it enters another file system, where nothing of a job's can be.
    """
    lifted = 0
    device = os.fstat(top).st_dev
    while True:
        names = os.listdir(top)
        if not names:
            return
        for name in names:
            if not _is_folder(top, name):
                os.unlink(name, dir_fd=top)
                continue
            os.chmod(name, PRIVATE, dir_fd=top)
            inner = os.open(name, FOLDER_FLAGS, dir_fd=top)
            try:
                if os.fstat(inner).st_dev != device:
                    raise OSError(errno.EXDEV, "another file system is mounted there", name)
                lifted = _lift(inner, top, lifted)
            finally:
                os.close(inner)
            os.rmdir(name, dir_fd=top)


def _lift(inner: int, top: int, lifted: int) -> int:
    for name in os.listdir(inner):
        if _is_folder(inner, name):
            os.chmod(name, PRIVATE, dir_fd=inner)  # a folder that can't be written can't be moved
            lifted += 1
            os.rename(name, f".lifted-{lifted}-{os.getpid()}", src_dir_fd=inner, dst_dir_fd=top)
        else:
            os.unlink(name, dir_fd=inner)
    return lifted


def _is_folder(folder: int, name: str) -> bool:
    return stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode)

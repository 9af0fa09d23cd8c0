"""A reserve beside a database file: room that is given up only so that room can be made.

Once a disk is full SQLite can't even delete: what is deleted goes through its log first. So some
room is held by a file, and let go for work that makes room. While it can't be taken back the
database refuses whatever else would be written, for that would leave nothing to delete with.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hexascope.kit import clock

RESERVE_BYTES = 8 * 2**20
"""As much as the log and the pages that its checkpoint writes back: 1,000 pages of 4 KiB each."""

SIZES = (RESERVE_BYTES, RESERVE_BYTES // 4, RESERVE_BYTES // 16)
"""What is tried: some room is better than none for who wants to delete."""

SMALLEST_BYTES = 2 * 2**20
"""A smaller database has no reserve: there is nothing to delete in it that would make room."""

AGAIN_S = 0.5
"""Pause between two attempts at taking it back."""


class Reserve:
    """The reserve of one database file; it belongs to the thread that writes."""

    def __init__(self, database: Path, monotonic: Callable[[], float] = clock.monotonic) -> None:
        self._database = database
        self._file = database.with_name(f"{database.name}.reserve")
        self._monotonic = monotonic
        self._held = False
        self._tried = -AGAIN_S

    def ready(self) -> bool:
        """Tell whether anything may be written: the reserve is held, or not needed yet."""
        if self._held:
            return True
        if self._size() < SMALLEST_BYTES:
            return True
        now = self._monotonic()
        if now - self._tried < AGAIN_S:
            return False
        self._tried = now
        return self.take()

    def take(self) -> bool:
        """Take the room, or as much of it as there is; tell whether it is all."""
        try:
            handle = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return False
        try:
            self._held = next((one for one in SIZES if _taken(handle, one)), 0) == RESERVE_BYTES
            empty = os.fstat(handle).st_size == 0
        finally:
            os.close(handle)
        if empty:
            self.let_go()
        return self._held

    def let_go(self) -> None:
        """Give the room up."""
        self._held = False
        with suppress(OSError):
            self._file.unlink(missing_ok=True)

    def _size(self) -> int:
        try:
            return self._database.stat().st_size
        except OSError:
            return 0


def _taken(handle: int, size: int) -> bool:
    try:
        os.posix_fallocate(handle, 0, size)
    except OSError:
        return False
    return True

"""Reads a file from its start to its end again and again, as a backup does."""

import os
import time

PIECE = 1 << 20


def main(path: str, megabytes_per_second: int) -> None:
    """At an even rate; what was read leaves the page cache, so that the disk is read each time."""
    file = os.open(path, os.O_RDONLY)
    while True:
        os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
        os.lseek(file, 0, os.SEEK_SET)
        while os.read(file, PIECE):
            time.sleep(1 / megabytes_per_second)

"""Reads 4 KiB here and there, past the page cache, and counts the reads that failed."""

import mmap
import os
import random
import time

BLOCK = 4096


def main(path: str, first_block: int, blocks: int, rest_seconds: float = 0.0) -> None:
    """One read at a time."""
    file = os.open(path, os.O_RDONLY | os.O_DIRECT)
    buffer = mmap.mmap(-1, BLOCK)
    while True:
        try:
            os.preadv(file, [buffer], (first_block + random.randrange(blocks)) * BLOCK)
        except OSError:
            os.write(1, b"x")
        if rest_seconds:
            time.sleep(rest_seconds)

"""Writes a piece, waits until it is on the disk, writes the next."""

import os
import time


def main(path: str, kilobytes: int, most_megabytes: int, rest_seconds: float = 0.0) -> None:
    """Begins again at the start of the file after the most."""
    piece = os.urandom(kilobytes << 10)
    file = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    written = 0
    while True:
        os.pwrite(file, piece, written % (most_megabytes << 20))
        os.fsync(file)
        written += len(piece)
        time.sleep(rest_seconds)

"""Writes lines to its log, waits until they are on the disk, and writes the next."""

import os
import time

LINE = b"DEBUG request done in 3 ms, cache hit, session 41aa, user 7, shard 2, retry 0\n"


def main(path: str, lines: int, most_megabytes: int, rest_seconds: float = 0.0) -> None:
    """So many lines at a time; begins anew when the log has its full size, as a rotated one."""
    piece, written = LINE * lines, 0
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    while True:
        if written > most_megabytes << 20:
            os.ftruncate(file, 0)
            written = 0
        os.write(file, piece)
        os.fsync(file)
        os.write(1, b"x")
        written += len(piece)
        time.sleep(rest_seconds)

"""Appends to a file at an even rate, and counts the writes that failed."""

import os
import time

TURNS_PER_SECOND = 10


def main(path: str, kilobytes_per_second: int, *, reopen: bool = False) -> None:
    """Keeps the file open, or opens it for each write."""
    line = b"%s accepted a request and answered it in 3 ms\n" % time.ctime().encode()
    size = (kilobytes_per_second << 10) // TURNS_PER_SECOND
    piece = (line * (size // len(line) + 1))[:size]
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    file = -1 if reopen else os.open(path, flags, 0o600)
    while True:
        try:
            if reopen:
                file = os.open(path, flags, 0o600)
            os.write(file, piece)
        except OSError:
            os.write(1, b"x")
        finally:
            if reopen and file >= 0:
                os.close(file)
                file = -1
        time.sleep(1 / TURNS_PER_SECOND)

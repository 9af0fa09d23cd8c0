"""Appends to a file at an even rate, and counts the writes that failed."""

import os
import time

TURNS_PER_SECOND = 10
LINE_BYTES = 4096


def main(path: str, kilobytes_per_second: int, *, reopen: bool = False) -> None:
    """Keeps the file open, or opens it for each write."""
    # Small writes, as a log's are: the kernel refuses a large one as a whole, with space left.
    size = (kilobytes_per_second << 10) // TURNS_PER_SECOND
    pieces = [b"=" * min(LINE_BYTES, size - done) for done in range(0, size, LINE_BYTES)]
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    file = -1 if reopen else os.open(path, flags, 0o600)
    while True:
        try:
            if reopen:
                file = os.open(path, flags, 0o600)
            for piece in pieces:
                os.write(file, piece)
        except OSError:
            os.write(1, b"x")
        finally:
            if reopen and file >= 0:
                os.close(file)
                file = -1
        time.sleep(1 / TURNS_PER_SECOND)

"""Opens files and keeps them; counts the opens that failed."""

import os
import time


def main(attempts_per_second: int) -> None:
    """Goes on trying at its limit."""
    held = []
    while True:
        try:
            held.append(os.open(os.devnull, os.O_RDONLY))
        except OSError:
            os.write(1, b"x")
            time.sleep(1 / attempts_per_second)

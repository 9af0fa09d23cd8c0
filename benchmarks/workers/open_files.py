"""Opens files and keeps them; counts the opens that failed."""

import os
import time


def main(attempts_per_second: int, most: int = 0) -> None:
    """Goes on trying at its limit; content with its most, if it has one."""
    held: list[int] = []
    while True:
        if most and len(held) >= most:
            time.sleep(3600)
        try:
            held.append(os.open(os.devnull, os.O_RDONLY))
        except OSError:
            os.write(1, b"x")
            time.sleep(1 / attempts_per_second)

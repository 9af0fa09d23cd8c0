"""Starts children that end at once, and never asks how they ended."""

import os
import signal


def main(count: int) -> None:
    """So many children, none of them waited for."""
    for _ in range(count):
        if os.fork() == 0:
            os._exit(0)
    while True:
        signal.pause()

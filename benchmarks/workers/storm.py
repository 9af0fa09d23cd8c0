"""Computes with many children for some seconds, waits for them, and rests."""

import os
import time


def main(children: int, seconds: float) -> None:
    """The CPU time of the children becomes its own when it has waited for them."""
    end = time.monotonic() + seconds
    pids = []
    for _ in range(children):
        pid = os.fork()
        if pid == 0:
            number = 0
            while time.monotonic() < end:
                for _ in range(10_000):
                    number = (number * 1103515245 + 12345) & 0x7FFFFFFF
            os._exit(0)
        pids.append(pid)
    for pid in pids:
        os.waitpid(pid, 0)
        os.write(1, b"x")
    while True:
        time.sleep(3600)

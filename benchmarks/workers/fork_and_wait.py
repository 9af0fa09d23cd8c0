"""Starts a child, waits for its end, starts the next."""

import os
import time


def main(per_second: float = 0.0, command: str = "") -> None:
    """As fast as it can, or so many a second; the child runs the command if there is one."""
    while True:
        began = time.monotonic()
        child = os.fork()
        if child == 0:
            if command:
                os.execv(command, [command])
            os._exit(0)
        os.waitpid(child, 0)
        if per_second:
            time.sleep(max(0.0, 1.0 / per_second - (time.monotonic() - began)))

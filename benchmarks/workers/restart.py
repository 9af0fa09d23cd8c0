"""Supervises a child that reads at address 0, and starts it again each time."""

import ctypes
import os
import time


def main(child_name: str, child_seconds: float) -> None:
    """Counts the children that died of a segmentation fault."""
    while True:
        child = os.fork()
        if child == 0:
            with open("/proc/self/comm", "w") as name:
                name.write(child_name)
            time.sleep(child_seconds)
            ctypes.string_at(0)
        _, status = os.waitpid(child, 0)
        if os.WIFSIGNALED(status):
            os.write(1, b"x")

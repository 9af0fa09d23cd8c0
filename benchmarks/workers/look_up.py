"""Looks a name up again and again, and counts the look-ups that were slow."""

import contextlib
import socket
import time

SLOW_SECONDS = 1.5


def main(host: str, rest_seconds: float) -> None:
    """One look-up at a time."""
    while True:
        began = time.monotonic()
        with contextlib.suppress(OSError):
            socket.getaddrinfo(host, 80, family=socket.AF_INET)
        if time.monotonic() - began > SLOW_SECONDS:
            with open("/proc/self/fd/1", "wb", buffering=0) as count:
                count.write(b"x")
        time.sleep(rest_seconds)

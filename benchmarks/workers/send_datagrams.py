"""Sends small UDP packets, as fast as it goes or at an even rate."""

import contextlib
import socket
import time

TURNS_PER_SECOND = 100


def main(address: str, port: int, size_bytes: int, per_second: int = 0) -> None:
    """A packet that is refused is just lost."""
    packet = b"x" * size_bytes
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as out:
        target = (address, port)
        while not per_second:
            out.sendto(packet, target)
        while True:
            for _ in range(per_second // TURNS_PER_SECOND):
                with contextlib.suppress(OSError):
                    out.sendto(packet, target)
            time.sleep(1 / TURNS_PER_SECOND)

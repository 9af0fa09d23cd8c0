"""Sends a stream of data over TCP, as fast as it goes or at an even rate."""

import os
import socket
import time

PIECE = 1 << 16
PATIENCE_SECONDS = 5.0


def main(address: str, port: int, kilobytes_per_second: int = 0) -> None:
    """Without a rate it sends as fast as the network takes it."""
    piece = os.urandom(PIECE)
    if kilobytes_per_second:
        piece = piece[: max(1, (kilobytes_per_second << 10) // 10) % PIECE or PIECE]
    with socket.create_connection((address, port), timeout=PATIENCE_SECONDS) as server:
        server.settimeout(None)
        while True:
            server.sendall(piece)
            if kilobytes_per_second:
                time.sleep(len(piece) / (kilobytes_per_second << 10))

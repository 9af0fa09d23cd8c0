"""Holds connections open and asks over them at an even rate."""

import socket
import time

PATIENCE_SECONDS = 5.0


def main(address: str, port: int, connections: int, per_second: float) -> None:
    """Goes round its connections; with a rate of 0 they rest."""
    held = [
        socket.create_connection((address, port), timeout=PATIENCE_SECONDS)
        for _ in range(connections)
    ]
    while True:
        for server in held:
            if per_second:
                server.sendall(b"GET / HTTP/1.1\r\n\r\n")
                server.recv(4096)
            time.sleep(1 / per_second if per_second else 1.0)

"""Opens connections at an even rate, each used once."""

import contextlib
import socket
import time

PATIENCE_SECONDS = 0.5


def main(address: str, port: int, per_second: float, *, ask: bool = False) -> None:
    """Closes first, or asks one thing and waits until the server has closed."""
    due = time.monotonic()
    while True:
        with (
            contextlib.suppress(OSError),
            socket.create_connection((address, port), timeout=PATIENCE_SECONDS) as server,
        ):
            if ask:
                server.sendall(b"GET / HTTP/1.1\r\n\r\n")
                while server.recv(4096):
                    pass
        due = max(due + 1 / per_second, time.monotonic() - 1)
        time.sleep(max(0.0, due - time.monotonic()))

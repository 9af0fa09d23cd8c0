"""Many visitors of a web service, each with a connection that is kept; counts the answers."""

import os
import socket
import threading
import time

GAP_SECONDS = 0.02


def main(
    address: str,
    port: int,
    visitors: int,
    think_seconds: float,
    path: str = "/",
    patience_seconds: float = 60.0,
) -> None:
    """Each asks, waits for the answer, thinks, and asks again; a lost one comes back."""

    def visit() -> None:
        while True:
            try:
                ask()
            except OSError:
                time.sleep(think_seconds or GAP_SECONDS)

    def ask() -> None:
        words = f"GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n".encode()
        with socket.create_connection((address, port), timeout=patience_seconds) as service:
            while True:
                service.sendall(words)
                if not service.recv(65536):
                    return
                os.write(1, b"x")
                time.sleep(think_seconds)

    threads = [threading.Thread(target=visit, daemon=True) for _ in range(visitors)]
    for thread in threads:
        thread.start()
        time.sleep(GAP_SECONDS)
    for thread in threads:
        thread.join()

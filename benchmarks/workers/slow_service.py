"""A web service with a thread for each client, which takes its time for every answer."""

import contextlib
import socket
import threading
import time

SAID = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def main(address: str, port: int, seconds: float) -> None:
    """Answers after so many seconds."""

    def serve(client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            while client.recv(4096):
                time.sleep(seconds)
                client.sendall(SAID)

    with socket.create_server((address, port), backlog=128) as server:
        while True:
            client, _ = server.accept()
            threading.Thread(target=serve, args=(client,), daemon=True).start()

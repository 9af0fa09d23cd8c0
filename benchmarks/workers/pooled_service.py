"""A web service with a thread for each client and a small pool of connections to its backend."""

import queue
import socket
import threading
from dataclasses import dataclass

# A list that is awaited and stays empty: Redis answers when the time is over.
ASK = b"BLPOP nothing %s\r\n"


@dataclass
class Waiting:
    """How many requests wait for a connection of the pool."""

    number: int = 0


def main(address: str, port: int, backend_port: int, pool: int, seconds: float) -> None:
    """Each request takes one connection of the pool for so many seconds."""
    free: queue.LifoQueue[socket.socket] = queue.LifoQueue()
    for _ in range(pool):
        free.put(socket.create_connection((address, backend_port)))
    question, waiting, door = ASK % str(seconds).encode(), Waiting(), threading.Lock()

    def work() -> bytes:
        with door:
            waiting.number += 1
        backend = free.get()
        with door:
            waiting.number -= 1
        try:
            backend.sendall(question)
            return backend.recv(4096)
        finally:
            free.put(backend)

    def serve(client: socket.socket) -> None:
        with client:
            while asked := client.recv(4096):
                said = str(waiting.number).encode() if b" /waiting " in asked else work()
                client.sendall(
                    b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(said), said)
                )

    with socket.create_server((address, port), backlog=128) as server:
        while True:
            client, _ = server.accept()
            threading.Thread(target=serve, args=(client,), daemon=True).start()

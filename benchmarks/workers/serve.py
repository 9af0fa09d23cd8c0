"""A TCP server with one way of treating its clients."""

import selectors
import socket
import time

PIECE = 1 << 16


def main(address: str, port: int, manner: str, backlog: int = 128) -> None:
    """Manners: 'never' accepts; 'keep' accepts and looks away; 'answer' echoes; 'close' answers
    once and closes first; 'drink' reads and throws away."""
    with socket.create_server((address, port), backlog=backlog) as server:
        if manner == "never":
            time.sleep(3600)
        elif manner == "keep":
            _keep(server)
        else:
            _serve(server, manner)


def _keep(server: socket.socket) -> None:
    kept = []
    while True:
        kept.append(server.accept()[0])


def _serve(server: socket.socket, manner: str) -> None:
    waiting = selectors.DefaultSelector()
    waiting.register(server, selectors.EVENT_READ)
    while True:
        for key, _ in waiting.select():
            if key.fileobj is server:
                waiting.register(server.accept()[0], selectors.EVENT_READ)
            elif isinstance(key.fileobj, socket.socket) and not _treat(key.fileobj, manner):
                waiting.unregister(key.fileobj)
                key.fileobj.close()


def _treat(client: socket.socket, manner: str) -> bool:
    try:
        heard = client.recv(PIECE)
        if heard and manner != "drink":
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
    except OSError:
        return False
    return bool(heard) and manner != "close"

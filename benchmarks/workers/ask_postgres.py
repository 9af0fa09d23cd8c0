"""A client of PostgreSQL: asks its questions, then one of them again and again."""

import os
import socket
import struct
import time

VERSION = 196608
FATAL = b"E"
READY = b"Z"


def main(
    address: str,
    port: int,
    user: str,
    first: list[str],
    again: list[str],
    rest_seconds: float = 0.0,
) -> None:
    """Counts each round of `again`; without one it keeps its session and rests."""
    with socket.create_connection((address, port)) as server:
        words = b"user\0%b\0database\0postgres\0\0" % user.encode()
        server.sendall(struct.pack("!II", len(words) + 8, VERSION) + words)
        hear(server)
        for question in first:
            ask(server, question)
        while True:
            for question in again:
                ask(server, question)
            if again:
                os.write(1, b"x")
            time.sleep(rest_seconds if again else 3600)


def ask(server: socket.socket, question: str) -> None:
    words = question.encode() + b"\0"
    server.sendall(b"Q" + struct.pack("!I", len(words) + 4) + words)
    hear(server)


def hear(server: socket.socket) -> None:
    while True:
        kind, length = struct.unpack("!cI", take(server, 5))
        told = take(server, length - 4)
        if kind == FATAL:
            raise SystemExit(told.decode(errors="replace"))
        if kind == READY:
            return


def take(server: socket.socket, size: int) -> bytes:
    taken = b""
    while len(taken) < size:
        more = server.recv(size - len(taken))
        if not more:
            raise SystemExit("The server has closed the connection.")
        taken += more
    return taken

"""A client of MySQL or MariaDB: asks its questions, then one of them again and again."""

import os
import socket
import struct
import time

# Protocol of version 4.1, secure connection, plug-in for the log-in, multiple results.
ABILITIES = 0x00000200 | 0x00008000 | 0x00080000
LARGEST, CHARACTERS = 1 << 24, 45
ASK, REFUSED, END = b"\x03", 0xFF, 0xFE
SHORTEST_ROW = 9


def main(
    address: str, port: int, user: str, first: list[str], again: list[str], rest_seconds: float
) -> None:
    """Counts each round of `again`; without one it keeps its session and rests."""
    with socket.create_connection((address, port)) as server:
        hear(server)
        head = struct.pack("<IIB23x", ABILITIES, LARGEST, CHARACTERS)
        say(server, 1, head + user.encode() + b"\0\0mysql_native_password\0")
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
    say(server, 0, ASK + question.encode())
    if hear(server)[0] == 0:
        return
    # A table: what its columns are, an end, its rows, an end.
    for _ in range(2):
        while True:
            row = hear(server)
            if row[0] == END and len(row) < SHORTEST_ROW:
                break


def say(server: socket.socket, number: int, words: bytes) -> None:
    server.sendall(struct.pack("<I", len(words))[:3] + bytes([number]) + words)


def hear(server: socket.socket) -> bytes:
    head = take(server, 4)
    told = take(server, int.from_bytes(head[:3], "little"))
    if told[0] == REFUSED:
        raise SystemExit(told[3:].decode(errors="replace"))
    return told


def take(server: socket.socket, size: int) -> bytes:
    taken = b""
    while len(taken) < size:
        more = server.recv(size - len(taken))
        if not more:
            raise SystemExit("The server has closed the connection.")
        taken += more
    return taken

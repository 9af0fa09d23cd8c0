"""A client of Redis: sends one command again and again, and counts the answers."""

import os
import socket
import time
from typing import BinaryIO


def main(address: str, port: int, commands: list[str], rest_seconds: float) -> None:
    """Goes round its commands, which are written as at a terminal."""
    with socket.create_connection((address, port)) as server, server.makefile("rb") as answers:
        while True:
            for command in commands:
                server.sendall(command.encode() + b"\r\n")
                hear(answers)
                os.write(1, b"x")
                time.sleep(rest_seconds)


def hear(answers: BinaryIO) -> None:
    head = answers.readline()
    kind, size = head[:1], head[1:].strip()
    if not kind:
        raise SystemExit("The server has closed the connection.")
    if kind == b"-":
        raise SystemExit(head.decode(errors="replace"))
    if kind == b"$" and int(size) >= 0:
        answers.read(int(size) + 2)
    if kind == b"*":
        for _ in range(int(size)):
            hear(answers)

"""A small name server: one address for every name, and a count of the answers."""

import os
import socket
import struct

ANSWER = struct.pack("!HHHIH4B", 0xC00C, 1, 1, 1, 4, 198, 18, 255, 1)
FOUND, EMPTY = 0x8180, 0
TYPE_A = 1


def main(address: str) -> None:
    """Repeats the question and adds the answer, if it is one for an address of version 4."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as server:
        server.bind((address, 53))
        while True:
            asked, who = server.recvfrom(4096)
            end = asked.index(b"\0", 12) + 5
            [kind] = struct.unpack("!H", asked[end - 4 : end - 2])
            found = ANSWER if kind == TYPE_A else b""
            head = asked[:2] + struct.pack("!HHHHH", FOUND, 1, bool(found), EMPTY, EMPTY)
            server.sendto(head + asked[12:end] + found, who)
            os.write(1, b"x")

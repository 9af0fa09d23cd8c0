"""Two processes that hand one byte to each other over two pipes."""

import os


def main() -> None:
    """The child answers what the parent sends."""
    there, back = os.pipe(), os.pipe()
    parent = os.fork() != 0
    reading, writing = (back[0], there[1]) if parent else (there[0], back[1])
    for end in {*there, *back} - {reading, writing}:
        os.close(end)
    if parent:
        os.write(writing, b"x")
    while os.read(reading, 1):
        os.write(writing, b"x")

"""Holds memory and touches all of it again and again."""

import time

PAGE = 4096


def main(megabytes: int, rest_seconds: float = 0.0) -> None:
    """Every page once a round."""
    held = bytearray(megabytes << 20)
    while True:
        for place in range(0, len(held), PAGE):
            held[place] = (held[place] + 1) & 0xFF
        time.sleep(rest_seconds)

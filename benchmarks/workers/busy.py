"""Computes without end."""


def main() -> None:
    """One loop, one CPU."""
    number = 0
    while True:
        number = (number * 1103515245 + 12345) & 0x7FFFFFFF

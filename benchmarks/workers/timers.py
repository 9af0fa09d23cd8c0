"""Wakes up many times a second and goes back to sleep."""

import time


def main(per_second: float) -> None:
    """So many wake-ups a second."""
    while True:
        time.sleep(1 / per_second)

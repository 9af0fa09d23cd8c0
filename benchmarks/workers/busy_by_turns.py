"""Computes for a while, rests for a while."""

import time


def main(busy_seconds: float, rest_seconds: float) -> None:
    """A regular load below one CPU."""
    while True:
        end = time.thread_time() + busy_seconds
        while time.thread_time() < end:
            pass
        time.sleep(rest_seconds)

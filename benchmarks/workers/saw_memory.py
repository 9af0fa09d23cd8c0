"""Takes memory up to a most, gives all of it back, and begins again."""

import time

STEPS_PER_SECOND = 10


def main(
    megabytes_per_second: int, most_megabytes: int, rest_seconds: float = 0.0, *, busy: bool = False
) -> None:
    """A garbage collection, or a compiler that ends; a busy one computes while it grows."""
    step = (megabytes_per_second << 20) // STEPS_PER_SECOND
    while True:
        held: list[bytes] = []
        while len(held) * step < most_megabytes << 20:
            held.append(b"\x01" * step)
            end = time.monotonic() + 1 / STEPS_PER_SECOND
            while busy and time.monotonic() < end:
                pass
            time.sleep(max(0.0, end - time.monotonic()))
        del held
        time.sleep(rest_seconds)

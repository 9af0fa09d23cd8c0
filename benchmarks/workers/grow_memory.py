"""Takes memory and gives none back."""

import os
import signal
import time

STEPS_PER_SECOND = 10


def main(megabytes_per_second: int, most_megabytes: int, *, on_signal: bool = False) -> None:
    """At an even rate up to a most; at once, or from the first SIGUSR1 on, which it says is due."""
    if on_signal:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
        os.write(1, b"x")
        signal.sigwait({signal.SIGUSR1})
    step = (megabytes_per_second << 20) // STEPS_PER_SECOND
    held: list[bytes] = []
    due = time.monotonic()
    while len(held) * step < most_megabytes << 20:
        held.append(b"\x01" * step)
        due += 1 / STEPS_PER_SECOND
        time.sleep(max(0.0, due - time.monotonic()))
    signal.pause()

"""Holds some memory, perhaps, and does nothing."""

import signal


def main(megabytes: int = 0) -> None:
    """Waits for a signal that never comes."""
    held = b"\x01" * (megabytes << 20)
    signal.pause()
    del held

"""Holds memory that the kernel has put into swap, and rests."""

import mmap
import signal

MADV_PAGEOUT = 21


def main(megabytes: int) -> None:
    """Asks the kernel to put its memory away, as it would with memory long unused."""
    held = mmap.mmap(-1, megabytes << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    for place in range(0, len(held), mmap.PAGESIZE):
        held[place] = place & 0xFF
    held.madvise(MADV_PAGEOUT)
    signal.pause()

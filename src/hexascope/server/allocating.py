"""How the C library keeps memory: a server of many threads gives back what it no longer needs."""

import ctypes
from contextlib import suppress

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""As <malloc.h> numbers them."""

MOST_ARENAS = 2
"""Without a limit each thread may keep a heap of its own: 10 MiB and more for what is idle."""

GIVEN_BACK_BYTES = 256 * 1024
"""Pieces from this size on are given back to the system when they are freed."""


def bound_heaps() -> None:
    """Tell glibc; other C libraries don't know the call, and need it less."""
    with suppress(OSError, AttributeError):
        told = ctypes.CDLL(None).mallopt
        told(M_ARENA_MAX, MOST_ARENAS)
        told(M_MMAP_THRESHOLD, GIVEN_BACK_BYTES)
        told(M_TRIM_THRESHOLD, GIVEN_BACK_BYTES)

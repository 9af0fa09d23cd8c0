"""Who and where we are: the user id, the name, the clock readings that place kernel times."""

import os
import platform
import sys
from collections.abc import Mapping

from hexascope.collect.calls.contract import Call
from hexascope.collect.contract import Json, NotHere
from hexascope.domain.use import Status
from hexascope.kit import clock


def whoami() -> Json:
    """Give the effective user id, the own pid, the clock ticks a second and the page size."""
    return {
        "uid": os.geteuid(),
        "pid": os.getpid(),
        "ticks": os.sysconf("SC_CLK_TCK"),
        "page": os.sysconf("SC_PAGE_SIZE"),
        "since_boot": clock.since_boot(),
        "wall": clock.wall(),
        "machine": platform.machine(),
    }


TIMEX_WORDS = 26
"""The kernel's struct timex has 208 bytes where a long has 8."""

MODES, OFFSET, ERROR_BOUND, STATUS = 0, 1, 3, 5
"""Places of its fields, in words of 8 bytes; the status is the lower half of its word."""

NANOSECONDS = 0x2000


def adjtimex() -> Json:
    """Ask for the state of the kernel's clock, and change nothing of it."""
    import ctypes  # only here: its import costs more than most looks

    if ctypes.sizeof(ctypes.c_long) != 8:
        raise NotHere(Status.NOT_SUPPORTED, "adjtimex is read on 64-bit systems only")
    words = (ctypes.c_int64 * TIMEX_WORDS)()
    words[MODES] = 0  # to read, not to set
    try:
        ask = ctypes.CDLL(None, use_errno=True).adjtimex
    except AttributeError:
        raise NotHere(Status.NOT_SUPPORTED, "the C library has no adjtimex") from None
    state = ask(ctypes.byref(words))
    if state < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    status = words[STATUS] & 0xFFFFFFFF if sys.byteorder == "little" else words[STATUS] >> 32
    return {
        "state": state,
        "status": status,
        "offset": words[OFFSET] / (1e9 if status & NANOSECONDS else 1e6),
        "error_bound": words[ERROR_BOUND] / 1e6,
    }


def no_target() -> Json:
    """Stand for the call `target` where nothing was named."""
    raise NotHere(Status.NOT_ASKED, "no target was named")


CALLS: Mapping[str, Call] = {"adjtimex": adjtimex, "target": no_target, "whoami": whoami}

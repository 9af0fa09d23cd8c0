"""Who and where we are: the user id, the name, the clock readings that place kernel times."""

import os
import platform
from collections.abc import Mapping

from hexascope.collect.calls.contract import Call
from hexascope.collect.contract import Json
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


CALLS: Mapping[str, Call] = {"whoami": whoami}

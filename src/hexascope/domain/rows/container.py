"""Containers as their runtime or their control groups name them."""

from typing import NamedTuple


class Container(NamedTuple):
    """One container; empty where only the control group's path is known, not the runtime.

    `created` and `started` in seconds since 1970, 0.0: not known.
    """

    id: str
    runtime: str
    name: str = ""
    image: str = ""
    pod: str = ""
    namespace: str = ""
    cgroup: str = ""
    created: float = 0.0
    started: float = 0.0

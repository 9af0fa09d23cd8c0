"""Choosing the strongest sandbox that works here; never one that is weaker than asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import hexascope.sandbox.executors
from hexascope.domain.errors import BadSettings, HexascopeError, NoSandbox
from hexascope.domain.text import Text, text
from hexascope.kit.plugins import discover
from hexascope.sandbox.battery.judging import first_hole
from hexascope.sandbox.contract import LEAST_FOR_CODE, Executor, Level
from hexascope.words import render


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An executor, and why it can't be used here; None where it can."""

    executor: Executor
    why_not: Text | None


def executors() -> tuple[Executor, ...]:
    """Give all executors, the strongest first."""
    found = discover(hexascope.sandbox.executors, Executor).values()
    return tuple(sorted(found, key=lambda one: (-one.level, one.name)))


@cache
def tried(executor: Executor) -> Tried:
    """Find out whether an executor works here: what it needs, then hostile acts run in it.

    Kept for as long as this process lives.
    """
    why = executor.why_not()
    if why is None:
        try:
            hole = first_hole(executor)
        except (HexascopeError, OSError) as error:
            why = text("it does not start: {reason}", reason=str(error))
        else:
            if hole is not None and hole.act:
                why = text(
                    "it does not stop the act {act}: {detail}", act=hole.act, detail=hole.detail
                )
            elif hole is not None:
                why = text("it does not start: {reason}", reason=hole.detail)
    return Tried(executor=executor, why_not=why)


def best(known: Sequence[Executor] | None = None) -> tuple[Executor | None, tuple[Tried, ...]]:
    """Give the strongest executor that works, and why each stronger one does not."""
    stronger: list[Tried] = []
    for executor in executors() if known is None else known:
        if executor.by_name:
            continue
        found = tried(executor)
        if found.why_not is None:
            return executor, tuple(stronger)
        stronger.append(found)
    return None, tuple(stronger)


def chosen(
    least_level: Level = LEAST_FOR_CODE,
    *,
    named: str = "",
    known: Sequence[Executor] | None = None,
) -> Executor:
    """Give the strongest executor that works here, or the one that is named.

    Whether one works is found once per process, by hostile acts run in it (about 0.1 s). Raises
    NoSandbox, with the reasons, where none reaches `least_level`, BadSettings for an unknown name.
    """
    offered = executors() if known is None else known
    if named:
        return _named(named, least_level, offered)
    executor, stronger = best(offered)
    if executor is not None and executor.level >= least_level:
        return executor
    reasons = "; ".join(f"{one.executor.name}: {_plain(one.why_not)}" for one in stronger)
    level = int(Level.NONE if executor is None else executor.level)
    raise NoSandbox(
        f"code is not run: a sandbox of level {int(least_level)} is demanded, and this machine has"
        f" level {level} ({reasons}). Install bubblewrap, or run without generated code"
    )


def _named(name: str, least_level: Level, offered: Sequence[Executor]) -> Executor:
    executor = next((one for one in offered if one.name == name), None)
    if executor is None:
        names = ", ".join(one.name for one in offered)
        raise BadSettings(f"there is no sandbox {name!r}; there are {names}")
    if executor.level < least_level:
        raise NoSandbox(
            f"code is not run: level {int(least_level)} is demanded, and {name} has level"
            f" {int(executor.level)}"
        )
    why = tried(executor).why_not
    if why is not None:
        raise NoSandbox(f"code is not run: {name} can't be used here: {_plain(why)}")
    return executor


def _plain(why: Text | None) -> str:
    """Write a reason for an error, which is English."""
    return "" if why is None else render(why)

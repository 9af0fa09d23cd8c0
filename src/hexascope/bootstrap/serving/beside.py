"""What runs in a server's process beside its API: workers, the scheduler, the look at this host."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

from hexascope.bootstrap.serving.auditing import run_audit
from hexascope.bootstrap.serving.first import run_first_examination
from hexascope.bootstrap.serving.importing import run_import
from hexascope.bootstrap.serving.parts import Parts
from hexascope.bootstrap.serving.repeats import run_repeats
from hexascope.bootstrap.serving.series import run_upkeep
from hexascope.bootstrap.serving.steady import run_look
from hexascope.bootstrap.serving.working import run_reaper, run_scheduler, run_worker

API, WORKER, SCHEDULER, LOOK = "api", "worker", "scheduler", "look"
ROLES = frozenset({API, WORKER, SCHEDULER, LOOK})
"""What one process may be; `hexascope serve` is all of them at once."""

Run = Callable[[Parts], Awaitable[None]]
"""Lasts until it is cancelled; then it gives back what it holds, and ends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Something that runs beside the API in processes that have one of the roles."""

    name: str
    roles: frozenset[str]
    run: Run


RUNNERS: tuple[Beside, ...] = (
    Beside(name="worker", roles=frozenset({WORKER}), run=run_worker),
    Beside(name="first examination", roles=frozenset({WORKER}), run=run_first_examination),
    Beside(name="reaper", roles=frozenset({WORKER, SCHEDULER}), run=run_reaper),
    Beside(name="scheduler", roles=frozenset({SCHEDULER}), run=run_scheduler),
    Beside(name="series", roles=frozenset({SCHEDULER}), run=run_upkeep),
    Beside(name="steady look", roles=frozenset({LOOK}), run=run_look),
    Beside(name="import", roles=frozenset({LOOK}), run=run_import),
    Beside(name="repeats", roles=frozenset({API}), run=run_repeats),
    Beside(name="audit", roles=frozenset({API, SCHEDULER}), run=run_audit),
)
"""All there are; each imports what it needs when it begins."""


def chosen(roles: Iterable[str], runners: Iterable[Beside] = RUNNERS) -> tuple[Beside, ...]:
    """Give those that belong to a process of these roles."""
    mine = frozenset(roles)
    return tuple(one for one in runners if one.roles & mine)


class Companions:
    """The tasks of those who run beside the API of one process."""

    def __init__(self, parts: Parts, runners: Iterable[Beside]) -> None:
        self._parts = parts
        self._runners = tuple(runners)
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def begin(self, ended: Callable[[str, BaseException | None], None]) -> None:
        """Start all; `ended` is told of one that ends by itself, and why."""
        for one in self._runners:
            task = asyncio.get_running_loop().create_task(_whole(one, self._parts), name=one.name)
            task.add_done_callback(lambda done: _told(done, ended))
            self._tasks[one.name] = task

    def cancel(self) -> None:
        """Ask all to give back what they hold, and end."""
        for task in self._tasks.values():
            task.cancel()

    async def wait(self, *, timeout_s: float) -> tuple[str, ...]:
        """Wait for their ends; give the names of those that did not end in time."""
        if not self._tasks:
            return ()
        with suppress(asyncio.CancelledError):
            await asyncio.wait(self._tasks.values(), timeout=timeout_s)
        return tuple(name for name, task in self._tasks.items() if not task.done())


async def _whole(one: Beside, parts: Parts) -> None:
    await one.run(parts)


def _told(task: asyncio.Task[None], ended: Callable[[str, BaseException | None], None]) -> None:
    if not task.cancelled():
        ended(task.get_name(), task.exception())

"""Our own engine: a task for each specialist, each with its own patience."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from functools import partial

from hexascope.consult.contract import Turn, Turned
from hexascope.consult.engines._bounded import bounded


class OwnEngine:
    """Needs nothing but asyncio."""

    async def at_once(
        self, names: Sequence[str], turn: Turn, *, patience_seconds: float
    ) -> AsyncIterator[Turned]:
        """Let all speak at once; who is late is cancelled and absent."""
        waited = {
            asyncio.create_task(bounded(name, partial(turn, name), patience_seconds))
            for name in names
        }
        try:
            while waited:
                done, waited = await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
                for one in sorted((task.result() for task in done), key=lambda it: it.name):
                    yield one
        finally:
            await _cancelled(waited)

    async def in_order(self, names: Sequence[str], turn: Turn) -> AsyncIterator[Turned]:
        """Let all speak at once, and give their turns in order."""
        waited = [asyncio.create_task(bounded(name, partial(turn, name), None)) for name in names]
        try:
            for task in waited:
                yield await task
        finally:
            await _cancelled(waited)


async def _cancelled(tasks: Sequence["asyncio.Task[Turned]"] | set["asyncio.Task[Turned]"]) -> None:
    """Cancel what is under way, and wait until it is over: connections are closed by then."""
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


own = OwnEngine()

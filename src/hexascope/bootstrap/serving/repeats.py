"""Forgetting what repeated requests were answered with, after a day."""

import asyncio
from contextlib import suppress

from hexascope.bootstrap.serving.parts import Parts
from hexascope.domain.errors import HexascopeError
from hexascope.store.database.requests import KEPT_S, Requests

PAUSE_S = 600.0


async def run_repeats(parts: Parts) -> None:
    """Look now and then, until cancelled; that the store is away is told by others."""
    while True:
        with suppress(HexascopeError):  # the next time is soon
            await forget_all(parts)
        await asyncio.sleep(PAUSE_S)


async def forget_all(parts: Parts) -> int:
    """Forget all that is older than a day, some at a time; give how many."""
    requests = Requests(parts.store.everywhere())
    count = 0
    while gone := await requests.forget_before(parts.clock() - KEPT_S):
        count += gone
    return count

"""The first examination: whoever starts the server finds something to look at."""

import asyncio
from contextlib import suppress
from uuid import UUID, uuid5

from hexascope.bootstrap.serving.content import here
from hexascope.bootstrap.serving.parts import Parts
from hexascope.domain.errors import Clash, NotKnown, StoreAway, TooMuch
from hexascope.kit.ids import uuid7
from hexascope.services.access.access import FIRST_TENANT
from hexascope.services.handlers.asked import Asked, payload
from hexascope.store.database.content.examinations import Examinations
from hexascope.store.database.scope import Scope

BY = "system"
FIRST = UUID("5f0f8a1e-6d0c-4f0e-9d57-0d6a3c1b9e42")
"""What the ids of first examinations are made of, with the host's own."""


async def run_first_examination(parts: Parts) -> None:
    """Have this machine examined, if nothing is kept of it yet; then rest until cancelled."""
    with suppress(StoreAway, TooMuch, Clash):  # the next start tries it again
        await first_examination(parts)
    await asyncio.Event().wait()


async def first_examination(parts: Parts) -> bool:
    """Have this machine examined in the first tenant; False where an examination is kept."""
    scope = parts.store.of(FIRST_TENANT)
    mine = (await asyncio.to_thread(here)).id
    kept = await Examinations(scope).page(hosts=[mine], limit=1)
    if kept.items:
        return False
    id_ = await _id_of(parts, scope, mine)
    await parts.jobs.submit(scope, "examine", payload(Asked()), id=id_, host=mine, by=BY)
    return True


async def _id_of(parts: Parts, scope: Scope, host: str) -> str:
    """Give the job's id: always the same of a host, so that several workers make one job.

    Where that one has ended without an examination, another gets an id of its own.
    """
    usual = str(uuid5(FIRST, host))
    try:
        job = await parts.jobs.one(scope, usual)
    except NotKnown:
        return usual
    return uuid7(parts.clock()) if job.state.ended else usual

"""Waiting for a job's end within a request: told by the bus, looked up now and then."""

import asyncio
from typing import Annotated

from fastapi import Query

from hexascope.bootstrap.serving.parts import Parts
from hexascope.domain.job import Job
from hexascope.kit import clock
from hexascope.services.jobs.events import topic_of
from hexascope.store.database.scope import Scope

LONGEST_WAIT_S = 120
LOOK_EACH_S = 2.0
"""How often is looked, whatever the bus says: a message may be lost."""

LEAST_PAUSE_S = 0.05
"""A bus that was closed gives nothing at once: it must not be asked in a hurry."""

AskWait = Annotated[
    int,
    Query(
        alias="wait",
        ge=0,
        le=LONGEST_WAIT_S,
        description="Seconds to wait for the end; 0 answers 202 at once.",
    ),
]


async def ended(parts: Parts, scope: Scope, job: Job, seconds: float) -> Job:
    """Give the job when it has ended, or as it stands when the time is over."""
    until = clock.monotonic() + seconds
    async with parts.bus.listen(topic_of(scope.tenant, job.id)) as listener:
        while True:
            job = await parts.jobs.one(scope, job.id)
            left = until - clock.monotonic()
            if job.state.ended or left <= 0 or parts.stopping.is_set():
                return job
            if await listener.next(timeout_s=min(left, LOOK_EACH_S)) is None:
                await asyncio.sleep(LEAST_PAUSE_S)

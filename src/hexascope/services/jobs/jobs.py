"""Jobs for those who ask: submitted, looked at, cancelled, tried again."""

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from hexascope.bus.contract import Bus
from hexascope.domain.errors import BadInput, CannotReach, Clash
from hexascope.domain.job import LARGEST_PAYLOAD, Job, JobState
from hexascope.kit.ids import uuid7
from hexascope.queue.contract import Queue
from hexascope.services.jobs.events import cancel_topic, say, state_told, topic_of
from hexascope.services.jobs.room import Room
from hexascope.store.database.scope import Scope
from hexascope.store.database.work.jobs import JobFilter, JobLine, KeptJobs

HIGHEST_PRIORITY = 9
"""Priorities go from -9 to 9; the usual is 0."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_KIND = re.compile(r"[a-z][a-z0-9_.]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Jobs:
    """Takes jobs in and tells of them; workers do them.

    `clock` gives seconds since 1970. What is asked of a scope concerns that tenant alone.
    """

    queue: Queue
    bus: Bus
    clock: Callable[[], float]
    room: Room = field(default_factory=Room)

    async def submit(
        self,
        scope: Scope,
        kind: str,
        payload: Mapping[str, Any],
        *,
        id: str = "",  # noqa: A002 - the word of the domain
        priority: int = 0,
        host: str = "",
        by: str = "",
        due: float = 0.0,
        schedule: str = "",
    ) -> Job:
        """Keep a job, and wake a worker; it is kept when this returns.

        A job of an id that is there already is given as it stands, and nothing is changed; Clash
        where that one is of another kind. `host` is the id of the host that it works on, of which
        there are at most four at once; `due` is the time before which it does not begin, 0: now.
        BadInput for what can't be kept, TooMuch where too many wait.
        """
        job, words = self.prepared(
            scope.tenant,
            kind,
            payload,
            id=id,
            priority=priority,
            host=host,
            by=by,
            due=due,
            schedule=schedule,
        )
        await self.room.need(scope)
        if not await KeptJobs(scope).add(job, payload=words):
            there = await self.one(scope, job.id)
            if there.kind != kind:
                raise Clash(f"there is a job {job.id} already, of the kind {there.kind}")
            return there
        await self.told(job)
        return job

    def prepared(
        self,
        tenant: str,
        kind: str,
        payload: Mapping[str, Any],
        *,
        id: str = "",  # noqa: A002 - as above
        priority: int = 0,
        host: str = "",
        by: str = "",
        due: float = 0.0,
        schedule: str = "",
    ) -> tuple[Job, str]:
        """Check a job, and give it with its payload as JSON: for `KeptJobs.added`, then `told`."""
        if not _KIND.fullmatch(kind):
            raise BadInput(f"{kind!r:.80} is no kind of jobs")
        if id and not _ID.fullmatch(id):
            raise BadInput(f"{id!r:.80} is no id: up to 64 letters, digits, '.', '_' and '-'")
        if abs(priority) > HIGHEST_PRIORITY:
            raise BadInput(f"priority {priority} is none of -{HIGHEST_PRIORITY} to 9")
        now = self.clock()
        job = Job(
            id=id or uuid7(now),
            tenant=tenant,
            kind=kind,
            payload=payload,
            priority=priority,
            by=by[:256],
            host=host[:64],
            created=now,
            due=due,
            schedule=schedule,
        )
        return job, payload_words(payload)

    async def told(self, job: Job) -> None:
        """Say that a job has been kept, and wake a worker."""
        with suppress(CannotReach):  # who works looks into the store now and then
            await self.queue.wake(priority=job.priority)
        await say(self.bus, topic_of(job.tenant, job.id), state_told(job))

    async def one(self, scope: Scope, id: str) -> Job:  # noqa: A002 - as above
        """Give one, whole; NotKnown."""
        return await KeptJobs(scope).one(id)

    async def page(
        self,
        scope: Scope,
        wanted: JobFilter,
        *,
        after: tuple[float, str] | None = None,
        limit: int = 100,
    ) -> list[Job]:
        """Give some, the newest first, without payloads and results.

        `after` is the `created` and `id` of the last one that was seen.
        """
        return await KeptJobs(scope).page(wanted, after=after, limit=limit)

    async def cancel(self, scope: Scope, id: str, *, by: str = "") -> Job:  # noqa: A002 - as above
        """Cancel one: it ends at once where it waits, and soon where it runs.

        NotKnown; Clash where it has ended already.
        """
        reason = f"cancelled by {by[:256]}" if by else "cancelled"
        job = await KeptJobs(scope).cancel(id, reason, self.clock())
        await say(self.bus, topic_of(job.tenant, job.id), state_told(job))
        if job.cancelling:
            await say(self.bus, cancel_topic(job.tenant, job.id), {"event": "cancel"})
        return job

    async def retry(
        self,
        scope: Scope,
        id: str,  # noqa: A002 - as above
        *,
        new_id: str = "",
        by: str = "",
    ) -> Job:
        """Submit what failed or was cancelled again, as a new job; Clash if it did neither."""
        old = await self.one(scope, id)
        if old.state not in (JobState.FAILED, JobState.CANCELLED):
            raise Clash(f"job {id} is {old.state}: only failed or cancelled ones are tried again")
        return await self.submit(
            scope,
            old.kind,
            old.payload,
            id=new_id,
            priority=old.priority,
            host=old.host,
            by=by,
            schedule=old.schedule,
        )

    async def lines(
        self,
        scope: Scope,
        id: str,  # noqa: A002 - as above
        *,
        after: int = 0,
        limit: int = 100,
    ) -> list[JobLine]:
        """Give lines that a job told, from behind a number on; NotKnown."""
        await self.one(scope, id)
        return await KeptJobs(scope).lines(id, after=after, limit=limit)


def payload_words(payload: Mapping[str, Any]) -> str:
    """Write a payload as JSON; BadInput where it is none, or too large."""
    try:
        words = json.dumps(payload, allow_nan=False)
    except (TypeError, ValueError, RecursionError) as error:
        raise BadInput(f"a payload must be what JSON can say: {error}") from None
    if len(words) > LARGEST_PAYLOAD:
        raise BadInput(f"the payload has {len(words)} bytes; at most {LARGEST_PAYLOAD} are taken")
    return words

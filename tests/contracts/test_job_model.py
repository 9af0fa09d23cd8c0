"""The job store beside a dict: whatever is done in whatever order, both say the same."""

import asyncio
import tempfile
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from hexascope.domain.errors import Clash, NotKnown
from hexascope.domain.job import Job, JobState
from hexascope.store.database.scope import Store
from hexascope.store.database.work.job_taking import AT_ONCE_ON_A_HOST, LONGEST_WAIT_S, Take
from hexascope.store.database.work.job_turns import Beat, Ending, Turns
from hexascope.store.database.work.jobs import JobFilter, KeptJobs
from tests.support.databases import migrated_address
from tests.support.databases import opened as database_opened

TENANTS = ("acme", "other")
MOST_TRIES = 2
Key = tuple[str, str]


@dataclass(slots=True)
class Row:
    """What the model knows of a job."""

    host: str
    priority: int
    created: float
    state: JobState = JobState.WAITING
    fence: int = 0
    attempts: int = 0
    due: float = 0.0
    cancelling: bool = False


class JobStore(RuleBasedStateMachine):
    """Every act upon jobs, legal or not; a job in the bundle may be held no longer."""

    taken = Bundle("taken")

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.folder = tempfile.TemporaryDirectory()
        address = migrated_address("sqlite", Path(self.folder.name))
        self.context = database_opened(address, migrated=False)
        database = self.run(self.context.__aenter__())
        self.store = Store(database=database)
        self.turns = Turns(self.store.everywhere())
        self.model: dict[Key, Row] = {}
        self.now = 1000.0
        self.number = 0

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    def teardown(self) -> None:
        """Close."""
        self.run(self.context.__aexit__(None, None, None))
        self.loop.close()
        self.folder.cleanup()

    def jobs(self, tenant: str) -> KeptJobs:
        return KeptJobs(self.store.of(tenant))

    def held(self, job: Job) -> bool:
        row = self.model[job.tenant, job.id]
        return row.state is JobState.RUNNING and row.fence == job.fence

    @rule(
        tenant=st.sampled_from(TENANTS),
        host=st.sampled_from(["", "h"]),
        priority=st.integers(-1, 1),
        again=st.booleans(),
    )
    def submit(self, tenant: str, host: str, priority: int, again: bool) -> None:
        """Submit a new job, or one of an id that may be there."""
        self.number += not again
        key = tenant, f"j{self.number}"
        job = Job(
            id=key[1],
            tenant=tenant,
            kind="echo",
            host=host,
            priority=priority,
            created=self.now,
            most_attempts=MOST_TRIES,
        )
        assert self.run(self.jobs(tenant).add(job, payload="{}")) is (key not in self.model)
        self.model.setdefault(key, Row(host=host, priority=priority, created=self.now))

    @rule(seconds=st.sampled_from([1.0, LONGEST_WAIT_S, -3600.0, 864_000.0]))
    def clock(self, seconds: float) -> None:
        """Let time pass, or jump."""
        self.now += seconds

    @rule(target=taken, most=st.integers(1, 3), after=st.sampled_from(["", *TENANTS]))
    def take(self, most: int, after: str) -> Any:
        """Take some: only those that may be taken, the first of its tenant each time."""
        asked = Take(worker="w", most=most, now=self.now, lease_s=30.0, after=after)
        _, found = self.run(self.turns.exchange([], asked, self.now))
        for job in found:
            ready = [key for key in self.model if key[0] == job.tenant and self.ready(key)]
            assert (job.tenant, job.id) == min(ready, key=self.place)
            row = self.model[job.tenant, job.id]
            row.state, row.cancelling = JobState.RUNNING, False
            row.fence += 1
            row.attempts += 1
            assert (job.fence, job.attempts) == (row.fence, row.attempts)
        if len(found) < most:
            assert not [key for key in self.model if self.ready(key)]
        return multiple(*found)

    def ready(self, key: Key) -> bool:
        row = self.model[key]
        busy = sum(
            other.state is JobState.RUNNING and other.host == row.host
            for (tenant, _), other in self.model.items()
            if tenant == key[0]
        )
        due = row.due <= self.now or (row.attempts > 0 and row.due > self.now + LONGEST_WAIT_S)
        room = not row.host or busy < AT_ONCE_ON_A_HOST
        return row.state is JobState.WAITING and due and room

    def place(self, key: Key) -> tuple[float, float, str]:
        row = self.model[key]
        return -row.priority, row.created, key[1]

    @rule(
        job=taken,
        state=st.sampled_from(
            [JobState.DONE, JobState.FAILED, JobState.CANCELLED, JobState.WAITING]
        ),
        wait=st.sampled_from([0.0, 5.0]),
        counted=st.booleans(),
    )
    def end(self, job: Job, state: JobState, wait: float, counted: bool) -> None:
        """Hand a job in, whether it is still ours or not."""
        ending = Ending(job=job, state=state, result="{}", due=self.now + wait, counted=counted)
        ended, _ = self.run(self.turns.exchange([ending], None, self.now))
        row = self.model[job.tenant, job.id]
        told_again = state is row.state is JobState.DONE and row.fence == job.fence
        assert ended == [self.held(job) or told_again]
        if not self.held(job):
            return
        if state is not JobState.WAITING:
            row.state = state
        elif row.cancelling:
            row.state = JobState.CANCELLED
        else:
            row.state, row.due = state, self.now + wait
            row.attempts -= not counted

    @rule(job=taken)
    def beat(self, job: Job) -> None:
        """Give a sign of life, whether it is still ours or not."""
        sign = Beat(job=job, progress=0.5, step="")
        (told,) = self.run(self.turns.beat([sign], self.now, 30.0))
        row = self.model[job.tenant, job.id]
        assert told == (row.cancelling if self.held(job) else None)

    @rule(job=taken, stale=st.booleans())
    def lose(self, job: Job, stale: bool) -> None:
        """Take a job away from its worker, as it was seen just now or before a sign of life."""
        seen = {(one.tenant, one.id): one for one in self.run(self.turns.held())}
        held = seen.get((job.tenant, job.id))
        if held is None:
            return
        if stale:
            held = replace(held, beat=held.beat - 1)
        lost = self.run(self.turns.lose(held, self.now))
        row = self.model[job.tenant, job.id]
        assert (lost is None) == stale
        if stale:
            return
        if row.cancelling:
            row.state = JobState.CANCELLED
        elif row.attempts >= MOST_TRIES:
            row.state = JobState.FAILED
        else:
            row.state, row.due = JobState.WAITING, 0.0

    @rule(tenant=st.sampled_from(TENANTS), number=st.integers(1, 9))
    def cancel(self, tenant: str, number: int) -> None:
        """Cancel any job, at any time."""
        row = self.model.get((tenant, f"j{number}"))
        try:
            self.run(self.jobs(tenant).cancel(f"j{number}", "why", self.now))
        except NotKnown:
            assert row is None
        except Clash:
            assert row is not None
            assert row.state in (JobState.DONE, JobState.FAILED)
        else:
            assert row is not None
            assert row.state not in (JobState.DONE, JobState.FAILED)
            if row.state is JobState.WAITING:
                row.state = JobState.CANCELLED
            elif row.state is JobState.RUNNING:
                row.cancelling = True

    @invariant()
    def both_say_the_same(self) -> None:
        """Compare all rows with the model."""
        for tenant in TENANTS:
            kept = self.run(self.jobs(tenant).page(JobFilter(), limit=500))
            assert {one.id: (one.state, one.fence, one.attempts, one.due) for one in kept} == {
                id_: (row.state, row.fence, row.attempts, row.due)
                for (owner, id_), row in self.model.items()
                if owner == tenant
            }


JobStore.TestCase.settings = settings(
    max_examples=15,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestJobStore = JobStore.TestCase

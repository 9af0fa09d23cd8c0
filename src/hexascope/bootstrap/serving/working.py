"""What works in a process: a worker, the reaper, the scheduler; each lasts until cancelled."""

import asyncio
import os
import secrets
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

from hexascope.bootstrap.places import this_host
from hexascope.bootstrap.serving.parts import Parts
from hexascope.bootstrap.serving.tenancy import limits_of
from hexascope.collect.hosts.local import LocalFiles
from hexascope.domain.job import LEASE_S
from hexascope.kit import clock
from hexascope.kit.living import has_ended, own_mark
from hexascope.services.jobs.reaper import Reaper
from hexascope.services.jobs.room import Room
from hexascope.services.jobs.scheduler import Scheduler
from hexascope.services.jobs.worker import Worker

IDLE_S = 1.0
"""Pause between two looks for a job that nobody called for."""

LAST_S = 5.0
"""What of the drain is left for giving back what did not end by itself."""


def worker_of(parts: Parts, *, lease_s: float = LEASE_S) -> Worker:
    """Make a worker of this process."""
    return Worker(
        store=parts.store,
        bus=parts.bus,
        handlers=parts.handlers,
        name=f"{socket.gethostname()[:150]}:{own_mark() or os.getpid()}:{secrets.token_hex(3)}",
        here=this_host(LocalFiles()).id,
        clock=parts.clock,
        monotonic=clock.monotonic,
        lease_s=lease_s,
    )


async def run_worker(
    parts: Parts, *, drain_seconds: float | None = None, lease_s: float = LEASE_S
) -> None:
    """Work until cancelled; then let jobs end, and give back those that don't in time."""
    said = parts.known.settings.server
    drain = said.drain_seconds if drain_seconds is None else drain_seconds
    worker = worker_of(parts, lease_s=lease_s)
    serving = asyncio.create_task(
        parts.queue.serve(worker.work, at_once=max(1, said.workers), idle_s=IDLE_S)
    )
    keeping = asyncio.create_task(worker.keep())
    try:
        await asyncio.wait({serving, keeping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        # signs of life go on meanwhile: what takes long to end is still ours
        await worker.drain(max(0.0, drain - LAST_S))
        for task in (serving, keeping):
            task.cancel()
        await asyncio.wait({serving, keeping})
    for task in (serving, keeping):
        if not task.cancelled():
            await task


async def run_reaper(parts: Parts, *, lease_s: float = LEASE_S) -> None:
    """Give back the jobs of workers that died, until cancelled."""
    await Reaper(
        store=parts.store,
        bus=parts.bus,
        queue=parts.queue,
        clock=parts.clock,
        monotonic=clock.monotonic,
        gone=_gone,
        lease_s=lease_s,
    ).run()


def _gone(worker: str) -> bool:
    """Tell whether a worker's process has certainly ended: one of this machine that was killed."""
    return has_ended(worker.split(":")[1] if worker.count(":") > 1 else "")


async def run_scheduler(parts: Parts) -> None:
    """Make jobs of schedules, until cancelled."""
    await Scheduler(
        store=parts.store,
        jobs=parts.jobs,
        bus=parts.bus,
        clock=parts.clock,
        monotonic=clock.monotonic,
    ).run()


@asynccontextmanager
async def working(
    parts: Parts, *, drain_seconds: float | None = None, lease_s: float = LEASE_S
) -> AsyncIterator[None]:
    """Work, reap and schedule in this process for as long as the block lasts, and drain at its end.

    Raises what one of the three raised.
    """
    tasks = [
        asyncio.create_task(run_worker(parts, drain_seconds=drain_seconds, lease_s=lease_s)),
        asyncio.create_task(run_reaper(parts, lease_s=lease_s)),
        asyncio.create_task(run_scheduler(parts)),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


def with_room(parts: Parts) -> Parts:
    """Give the parts with room for as many waiting jobs as the limits of each tenant say."""

    async def most(tenant: str) -> int:
        return int((await limits_of(parts, tenant))["jobs_waiting"])

    return replace(parts, room=Room(most))

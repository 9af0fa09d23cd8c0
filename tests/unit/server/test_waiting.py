"""Waiting for a job's end: told by the bus, or looked up, and never longer than was asked."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexascope.domain.job import Job, JobState
from hexascope.server.requests import waiting
from tests.support.content import call
from tests.support.serving import ADMIN, parts_of, served


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


def submitted(client: TestClient) -> Job:
    parts = parts_of(client)
    return call(client, lambda: parts.jobs.submit(parts.store.of("acme"), "examine", {}))


def test_a_job_that_goes_on_is_given_as_it_stands_when_the_time_is_over(
    client: TestClient,
) -> None:
    parts, job = parts_of(client), submitted(client)

    seen = call(client, lambda: waiting.ended(parts, parts.store.of("acme"), job, 0.0))

    assert seen.state is JobState.WAITING


def test_who_waits_is_told_by_the_bus_at_once(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "LOOK_EACH_S", 60.0)
    parts, job = parts_of(client), submitted(client)
    scope = parts.store.of("acme")

    async def both() -> Job:
        task = asyncio.create_task(waiting.ended(parts, scope, job, 60.0))
        for _ in range(5):  # by then it has looked once, and waits for the bus
            await parts.jobs.one(scope, job.id)
        await parts.jobs.cancel(scope, job.id)
        async with asyncio.timeout(20):
            return await task

    assert call(client, both).state is JobState.CANCELLED


def test_a_bus_that_says_nothing_only_makes_it_slower(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "LOOK_EACH_S", 0.01)
    parts, job = parts_of(client), submitted(client)
    scope = parts.store.of("acme")

    async def both() -> Job:
        await parts.bus.close()
        task = asyncio.create_task(waiting.ended(parts, scope, job, 60.0))
        await parts.jobs.cancel(scope, job.id)
        async with asyncio.timeout(20):
            return await task

    assert call(client, both).state is JobState.CANCELLED


def test_nobody_waits_while_the_server_drains(client: TestClient) -> None:
    parts, job = parts_of(client), submitted(client)
    stopping = replace(parts, stopping=asyncio.Event())

    async def both() -> Job:
        stopping.stopping.set()
        async with asyncio.timeout(20):
            return await waiting.ended(stopping, parts.store.of("acme"), job, 60.0)

    assert call(client, both).state is JobState.WAITING


@pytest.mark.parametrize(("seconds", "status"), [("120", 400), ("121", 422), ("-1", 422)])
def test_a_request_waits_two_minutes_at_most(client: TestClient, seconds: str, status: int) -> None:
    asked = {"target": {"kind": "pid", "name": "none"}}
    answer = client.post(f"/api/v1/examinations?wait={seconds}", headers=ADMIN, json=asked)

    assert answer.status_code == status

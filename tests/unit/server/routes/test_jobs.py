import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pytest
from starlette.testclient import TestClient

from hexascope.domain.host import HostFacts
from hexascope.domain.job import Job, JobState
from hexascope.store.database.hosts import Hosts
from hexascope.store.database.work.job_taking import Take
from hexascope.store.database.work.job_turns import Ending, Turns
from tests.support.serving import ADMIN, STRANGER, VIEWER, parts_of, served

T = TypeVar("T")
WEB = HostFacts(id="a" * 32, name="web-1", cpus=4)
ONLY_WEB = {"Authorization": "Bearer acme wes read:jobs:host=web-*,change:jobs:host=web-*"}
ONLY_DB = {"Authorization": "Bearer acme dan *:jobs:host=db-*"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        scope = parts_of(client).store.of("acme")
        call(client, lambda: scope.write(lambda c: Hosts(scope).see(c, WEB, 1.0)))
        yield client


def call(client: TestClient, work: Callable[[], Awaitable[T]]) -> T:
    async def whole() -> T:
        return await work()

    assert client.portal is not None
    return client.portal.call(whole)


def submitted(client: TestClient, **more: Any) -> Job:
    parts = parts_of(client)
    return call(client, lambda: parts.jobs.submit(parts.store.of("acme"), "echo", {"a": 1}, **more))


def ended(client: TestClient, state: JobState, *, lines: int = 0, **more: Any) -> None:
    """Take the job that waits, and end it."""
    turns = Turns(parts_of(client).store.everywhere())

    async def work() -> None:
        take = Take(worker="w1", most=1, now=1.0, lease_s=30.0)
        _, (job,) = await turns.exchange([], take, 1.0)
        told = [(1.0, f"line {number}") for number in range(1, lines + 1)]
        await turns.exchange([Ending(job=job, state=state, lines=told, **more)], None, 2.0)

    call(client, work)


def test_a_job_is_shown_with_what_it_was_given_and_what_came_of_it(client: TestClient) -> None:
    job = submitted(client, by="ann")
    waiting = client.get(f"/api/v1/jobs/{job.id}", headers=VIEWER).json()
    ended(client, JobState.DONE, result='{"x": 2}')

    done = client.get(f"/api/v1/jobs/{job.id}", headers=VIEWER).json()

    assert (waiting["state"], waiting["payload"], waiting["result"]) == ("waiting", {"a": 1}, None)
    assert (waiting["started"], waiting["ended"], waiting["due"]) == (None, None, None)
    assert (done["state"], done["result"], done["progress"]) == ("done", {"x": 2}, 1.0)
    assert (done["ended"], done["worker"]) == ("1970-01-01T00:00:02.000Z", "w1")


def test_jobs_are_listed_page_by_page_without_what_is_heavy(client: TestClient) -> None:
    made = [submitted(client, id=f"j{number}").id for number in range(3)]

    first = client.get("/api/v1/jobs?limit=2", headers=ADMIN).json()
    second = client.get(f"/api/v1/jobs?limit=2&cursor={first['next']}", headers=ADMIN).json()

    seen = [one["id"] for one in (*first["items"], *second["items"])]
    assert seen == made[::-1]
    assert second["next"] is None
    assert "payload" not in first["items"][0]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("state=waiting", {"b", "c"}),
        ("state=waiting&state=done", {"a", "b", "c"}),
        ("host=web-*", {"c"}),
        (f"host={WEB.id}", {"c"}),
        ("host=db-*", set()),
        ("kind=echo", {"a", "b", "c"}),
        ("kind=other", set()),
    ],
)
def test_jobs_are_chosen_by_what_is_asked(client: TestClient, asked: str, found: set[str]) -> None:
    submitted(client, id="a")
    ended(client, JobState.DONE, result="{}")
    submitted(client, id="b")
    submitted(client, id="c", host=WEB.id)

    answer = client.get(f"/api/v1/jobs?{asked}", headers=ADMIN)

    assert {one["id"] for one in answer.json()["items"]} == found


@pytest.mark.parametrize("asked", ["state=lost", "limit=0", "limit=501", "cursor=%00"])
def test_a_senseless_question_is_refused(client: TestClient, asked: str) -> None:
    assert client.get(f"/api/v1/jobs?{asked}", headers=ADMIN).status_code in (400, 422)


def test_a_job_that_waits_is_cancelled_once(client: TestClient) -> None:
    job = submitted(client)

    first = client.post(f"/api/v1/jobs/{job.id}/cancel", headers=ADMIN)
    ended_one = submitted(client)
    ended(client, JobState.DONE, result="{}")

    assert (first.status_code, first.json()["state"]) == (200, "cancelled")
    assert first.json()["reason"] == "cancelled by ann"
    assert client.post(f"/api/v1/jobs/{ended_one.id}/cancel", headers=ADMIN).status_code == 409
    assert client.post("/api/v1/jobs/none/cancel", headers=ADMIN).status_code == 404


def test_a_dead_letter_is_tried_again_as_a_new_job(client: TestClient) -> None:
    job = submitted(client, priority=3)
    early = client.post(f"/api/v1/jobs/{job.id}/retry", headers=ADMIN)
    ended(client, JobState.FAILED, reason="given up")

    answer = client.post(f"/api/v1/jobs/{job.id}/retry", headers=ADMIN)

    assert early.status_code == 409
    assert answer.status_code == 202
    again = client.get(answer.headers["Location"], headers=ADMIN).json()
    assert again["id"] != job.id
    assert (again["state"], again["payload"], again["priority"]) == ("waiting", {"a": 1}, 3)
    assert client.get(f"/api/v1/jobs/{job.id}", headers=ADMIN).json()["reason"] == "given up"


def test_what_a_job_told_is_read_from_where_one_was(client: TestClient) -> None:
    job = submitted(client)
    ended(client, JobState.DONE, lines=5, result="{}")
    place = f"/api/v1/jobs/{job.id}/logs"

    first = client.get(f"{place}?limit=3", headers=VIEWER).json()
    second = client.get(f"{place}?limit=3&cursor={first['next']}", headers=VIEWER).json()

    told = [(one["number"], one["line"]) for one in (*first["items"], *second["items"])]
    assert told == [(number, f"line {number}") for number in range(1, 6)]


@pytest.mark.parametrize(
    ("headers", "host", "read", "cancel"),
    [
        (ADMIN, WEB.id, 200, 200),
        (VIEWER, WEB.id, 200, 403),
        (STRANGER, WEB.id, 404, 404),
        (ONLY_WEB, WEB.id, 200, 200),
        (ONLY_WEB, "", 404, 404),
        (ONLY_WEB, "b" * 32, 404, 404),
        (ONLY_DB, WEB.id, 404, 404),
        ({}, WEB.id, 401, 401),
    ],
)
def test_a_job_belongs_to_those_who_may_see_its_host(
    client: TestClient, headers: dict[str, str], host: str, read: int, cancel: int
) -> None:
    job = submitted(client, host=host)
    place = f"/api/v1/jobs/{job.id}"

    assert client.get(place, headers=headers).status_code == read
    assert client.get(f"{place}/logs", headers=headers).status_code == read
    assert client.post(f"{place}/cancel", headers=headers).status_code == cancel
    seen = client.get("/api/v1/jobs", headers=headers)
    assert seen.status_code == (401 if read == 401 else 200)
    assert [one["id"] for one in seen.json().get("items", [])] == ([job.id] if read == 200 else [])


def test_two_who_cancel_at_once_are_both_told_that_it_is_cancelled(client: TestClient) -> None:
    job = submitted(client)
    parts = parts_of(client)
    scope = parts.store.of("acme")

    async def both() -> list[Job]:
        return list(
            await asyncio.gather(
                parts.jobs.cancel(scope, job.id, by="ann"),
                parts.jobs.cancel(scope, job.id, by="bob"),
            )
        )

    told = call(client, both)

    assert {one.state for one in told} == {JobState.CANCELLED}
    assert len({one.reason for one in told}) == 1

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.content import keep, numbered, of_host, worked
from tests.support.serving import ADMIN, STRANGER, VIEWER, served
from tests.unit.server.routes.test_specialists import WAITS

PLACE = "/api/v1/tasks"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Serve for all tests that leave nothing behind."""
    with served(tmp_path_factory.mktemp("shared")) as client:
        yield client


def done(client: TestClient, **asked: Any) -> dict[str, Any]:
    """Give a task, wait for its end, and give what is shown of it."""
    with worked(client):
        begun = client.post(f"{PLACE}?wait=60", headers=ADMIN, json=asked)
    assert begun.status_code == 200, begun.text
    told: dict[str, Any] = client.get(begun.json()["result"], headers=VIEWER).json()
    return told


def test_a_task_waits_until_a_worker_takes_it(client: TestClient) -> None:
    begun = client.post(PLACE, headers=ADMIN, json={"words": "Why is it slow?"}).json()

    told = client.get(begun["result"], headers=VIEWER).json()

    assert (told["state"], told["words"], told["by"]) == ("idle", "Why is it slow?", "ann")
    assert (told["plan"], told["answer"], told["log"]) == (None, None, [])


def test_a_task_is_built_executed_and_answered_with_proof(client: TestClient) -> None:
    id_ = keep(client, of_host("cgroup2_throttled_unit"))

    told = done(client, words="Why does the CPU make tasks wait?", examination=id_)

    assert (told["state"], told["examination"], told["reason"]) == ("done", id_, "")
    assert told["plan"]["resources"] == ["cpu", "tasks"]
    assert told["plan"]["examines"] is False
    lines = [one["line"] for one in told["log"]]
    assert lines[0].startswith("building")
    assert lines[-1] == "done"
    assert lines.index("executing") > 0
    proven = [
        each for one in told["answer"]["replies"] for each in one["sentences"] if each["keys"]
    ]
    assert proven
    proofs = {each["key"] for one in told["answer"]["replies"] for each in one["proofs"]}
    assert {key for each in proven for key in each["keys"]} <= proofs


def test_those_who_were_chosen_add_what_their_own_rules_see(client: TestClient) -> None:
    id_ = keep(client, of_host("cgroup2_throttled_unit"))
    asked = {"words": "Is memory short?", "specialists": ["performance_analyst"]}

    told = done(client, examination=id_, **asked)

    said = told["answer"]["replies"]
    assert [one["role"] for one in said] == ["performance_analyst"] * 2
    assert "memory" in said[0]["sentences"][0]["words"]
    assert all(one["keys"] for one in said[1]["sentences"])


def test_specialists_that_are_named_and_made_for_the_task_are_asked(client: TestClient) -> None:
    id_ = keep(client, numbered(1))

    told = done(
        client,
        words="Is this host too large?",
        examination=id_,
        specialists=["cost_optimizer"],
        definitions=[WAITS],
    )

    assert told["plan"]["specialists"] == ["cost_optimizer", "waits_keeper"]
    said = {one["role"]: one for one in told["answer"]["replies"]}
    assert said["waits_keeper"]["sentences"][0]["words"].startswith("Tasks wait 47%")
    own = client.get("/api/v1/specialists", headers=ADMIN).json()
    assert not [one for one in own if one["own"]]


def test_a_task_that_can_not_be_done_says_why(client: TestClient) -> None:
    id_ = keep(client, numbered(1))

    with worked(client):
        asked = {"words": "Why?", "examination": id_, "specialists": ["nobody_known"]}
        begun = client.post(f"{PLACE}?wait=60", headers=ADMIN, json=asked)

    assert begun.status_code == 400
    assert "nobody_known" in begun.json()["detail"]
    (kept,) = client.get(PLACE, headers=VIEWER).json()["items"]
    assert kept["state"] == "failed"
    assert "nobody_known" in kept["reason"]


def test_tasks_are_listed_the_newest_first_and_removed(client: TestClient) -> None:
    ids = [
        client.post(PLACE, headers=ADMIN, json={"words": f"number {number}"}).json()["id"]
        for number in range(3)
    ]

    first = client.get(f"{PLACE}?limit=2", headers=VIEWER).json()
    rest = client.get(f"{PLACE}?limit=2&cursor={first['next']}", headers=VIEWER).json()

    assert [one["id"] for one in (*first["items"], *rest["items"])] == ids[::-1]
    assert client.delete(f"{PLACE}/{ids[0]}", headers=VIEWER).status_code == 403
    assert client.delete(f"{PLACE}/{ids[0]}", headers=ADMIN).status_code == 204
    assert client.get(f"{PLACE}/{ids[0]}", headers=VIEWER).status_code == 404


def test_a_task_whose_job_was_cancelled_is_cancelled(client: TestClient) -> None:
    id_ = client.post(PLACE, headers=ADMIN, json={"words": "Why?"}).json()["id"]
    assert client.portal is not None
    from tests.support.serving import parts_of

    parts = parts_of(client)
    client.portal.call(parts.jobs.cancel, parts.store.of("acme"), id_)

    assert client.get(f"{PLACE}/{id_}", headers=VIEWER).json()["state"] == "cancelled"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"words": ""}, 422),
        ({"words": "x" * 2001}, 422),
        ({"words": "Why?", "specialists": ["a" * 41]}, 422),
        ({"words": "Why?", "definitions": [WAITS, WAITS]}, 400),
        ({"words": "Why?", "definitions": [{**WAITS, "name": "rules"}]}, 400),
        ({"words": "Why?", "examination": "0" * 8 + "-0000-0000-0000-" + "0" * 12}, 404),
        ({"words": "Why?", "examination": "../../etc"}, 422),
        ({"words": "Why?", "host": "unknown-host"}, 404),
        ({"words": "Why?", "code": "import os"}, 422),
    ],
)
def test_what_may_be_asked_has_limits(
    shared: TestClient, asked: dict[str, Any], status: int
) -> None:
    assert shared.post(PLACE, headers=ADMIN, json=asked).status_code == status


def test_a_task_is_seen_by_those_who_may_see_its_host(client: TestClient) -> None:
    id_ = keep(client, numbered(1))
    asked = {"words": "Why?", "examination": id_}
    place = client.post(PLACE, headers=ADMIN, json=asked).json()["result"]

    def status(words: str) -> int:
        headers = {"Authorization": f"Bearer acme vic {words}"}
        return client.get(place, headers=headers).status_code

    assert status("read:tasks") == 200
    assert status("read:tasks:host=*") == 200
    assert status("read:tasks:host=another") == 404
    assert status("read:hosts") == 403
    assert client.get(place, headers=STRANGER).status_code == 404
    few = {"Authorization": "Bearer acme vic read:tasks:host=another"}
    assert client.get(PLACE, headers=few).json()["items"] == []

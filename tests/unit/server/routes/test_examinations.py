import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexascope.domain.examination import Examination
from hexascope.services import remembering
from hexascope.store.database.remembered.memories import DatabaseMemories
from tests.support.content import keep, numbered
from tests.support.examinations import examination
from tests.support.line import VALID
from tests.support.serving import ADMIN, STRANGER, VIEWER, parts_of, served

PLACE = "/api/v1/examinations"
HOSTILE = "<img src=x onerror=alert(1)>\u202egnp.exe\x1b[31m{{7*7}}"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Serve for all tests that leave nothing behind."""
    with served(tmp_path_factory.mktemp("shared")) as client:
        yield client


def allowed(words: str) -> dict[str, str]:
    return {"Authorization": f"Bearer acme vic {words}"}


def of_another_host(number: int, name: str = "db-1") -> Examination:
    from dataclasses import replace

    one = numbered(number)
    return replace(one, host=replace(one.host, id="d" * 32, name=name))


def test_examinations_are_listed_the_newest_first_in_pages(client: TestClient) -> None:
    ids = [keep(client, numbered(number)) for number in range(3)]

    first = client.get(f"{PLACE}?limit=2", headers=VIEWER).json()
    rest = client.get(f"{PLACE}?limit=2&cursor={first['next']}", headers=VIEWER).json()

    assert [one["id"] for one in first["items"]] == [ids[2], ids[1]]
    assert [one["id"] for one in rest["items"]] == [ids[0]]
    assert rest["next"] is None


def test_examinations_are_chosen_by_host_and_by_time(client: TestClient) -> None:
    first, second = keep(client, numbered(1)), keep(client, of_another_host(2))

    def ids(query: str) -> list[str]:
        found = client.get(f"{PLACE}?{query}", headers=VIEWER).json()
        return [one["id"] for one in found["items"]]

    assert ids("host=db-*") == [second]
    assert ids("host=nobody") == []
    assert ids("since=2026-11-21T06:02:00Z") == [second]
    assert ids("until=2026-11-21T06:02:00Z") == [first]
    assert client.get(f"{PLACE}?since=yesterday", headers=VIEWER).status_code == 400


def test_one_examination_is_its_whole_report(client: TestClient) -> None:
    id_ = keep(client, numbered(1))

    answer = client.get(f"{PLACE}/{id_}", headers=VIEWER)

    VALID.validate(answer.json())
    assert (answer.status_code, answer.json()["id"]) == (200, id_)
    assert answer.headers["content-type"] == "application/json"


def test_a_tenant_sees_nothing_of_another(client: TestClient) -> None:
    id_ = keep(client, numbered(1))

    assert client.get(PLACE, headers=STRANGER).json()["items"] == []
    assert client.get(f"{PLACE}/{id_}", headers=STRANGER).status_code == 404
    assert client.delete(f"{PLACE}/{id_}", headers=STRANGER).status_code == 404


def test_who_may_read_one_host_sees_its_examinations_alone(client: TestClient) -> None:
    mine, other = keep(client, of_another_host(1)), keep(client, numbered(2))
    headers = allowed("read:examinations:host=db-*")

    found = client.get(PLACE, headers=headers).json()

    assert [one["id"] for one in found["items"]] == [mine]
    assert client.get(f"{PLACE}/{mine}", headers=headers).status_code == 200
    assert client.get(f"{PLACE}/{other}", headers=headers).status_code == 404


def test_an_examination_that_is_removed_is_gone_with_its_findings(client: TestClient) -> None:
    id_ = keep(client, numbered(1))

    assert client.delete(f"{PLACE}/{id_}", headers=VIEWER).status_code == 403
    assert client.delete(f"{PLACE}/{id_}", headers=ADMIN).status_code == 204
    assert client.get(f"{PLACE}/{id_}", headers=ADMIN).status_code == 404
    assert client.get("/api/v1/findings?all=true", headers=ADMIN).json()["items"] == []
    assert client.delete(f"{PLACE}/{id_}", headers=ADMIN).status_code == 404


def test_what_was_remembered_of_an_examination_goes_with_it(client: TestClient) -> None:
    one, other = numbered(1), numbered(2)
    memories = DatabaseMemories(parts_of(client).store.of("acme"))
    for each in (one, other):
        keep(client, each)
        remembering.remember(memories, each)

    client.delete(f"{PLACE}/{one.id}", headers=ADMIN)

    left = memories.memory(one.host.id)
    assert {each.examination for each in left.conclusions} == {other.id}


def test_two_examinations_are_compared(client: TestClient) -> None:
    before = keep(client, numbered(1))
    after = keep(client, numbered(2, examination("another")))

    told = client.get(f"{PLACE}/compare?before={before}&after={after}", headers=VIEWER)

    assert told.status_code == 200
    assert told.json()["times"] == ["2026-11-21T06:01:00.000Z", "2026-11-21T06:02:00.000Z"]
    assert client.get(f"{PLACE}/compare?before={before}&after=x", headers=VIEWER).status_code == 404


def test_an_examination_that_is_asked_for_is_a_job_of_its_own_id(client: TestClient) -> None:
    answer = client.post(PLACE, headers=ADMIN, json={"window_s": 1, "scope": ["cpu"]})

    told = answer.json()
    assert answer.status_code == 202
    assert answer.headers["location"] == told["job"] == f"/api/v1/jobs/{told['id']}"
    assert told["result"] == f"{PLACE}/{told['id']}"
    assert told["state"] == "waiting"


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"window_s": 300}, 202),
        ({"window_s": 300.1}, 422),
        ({"window_s": 0}, 422),
        ({"scope": ["cpu", "nonsense"]}, 422),
        ({"target": {"kind": "pid", "name": "1"}}, 202),
        ({"target": {"kind": "pid", "name": "none"}}, 400),
        ({"target": {"kind": "port", "name": "65536"}}, 400),
        ({"base_url": "http://169.254.169.254/"}, 422),
        ({"model": "x" * 201}, 422),
        ({"host": "nobody-knows-it"}, 404),
        ({"later": True}, 422),
    ],
)
def test_what_an_examination_may_be_asked_for_has_limits(
    shared: TestClient, asked: dict[str, object], status: int
) -> None:
    assert shared.post(PLACE, headers=ADMIN, json=asked).status_code == status


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("run:examinations", 202),
        ("run:examinations:host=*", 202),
        ("run:examinations:host=another-*", 404),
        ("read:*", 403),
    ],
)
def test_only_those_may_examine_a_host_who_may_run_that(
    shared: TestClient, words: str, status: int
) -> None:
    assert shared.post(PLACE, headers=allowed(words), json={}).status_code == status


def test_hostile_names_stay_within_their_strings(client: TestClient) -> None:
    from dataclasses import replace

    one = numbered(1, examination(HOSTILE))
    id_ = keep(client, replace(one, host=replace(one.host, name=HOSTILE)))

    listed = client.get(PLACE, headers=VIEWER)
    whole = client.get(f"{PLACE}/{id_}", headers=VIEWER)

    assert "\u202e" not in listed.text
    assert "\x1b" not in listed.text
    assert json.loads(whole.text)["host"]["name"] == HOSTILE
    assert whole.headers["content-type"] == "application/json"

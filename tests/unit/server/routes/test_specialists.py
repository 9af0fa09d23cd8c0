from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from hexascope.consult.own.contract import MOST_SPECIALISTS
from tests.support.content import keep, numbered
from tests.support.serving import ADMIN, STRANGER, VIEWER, served

PLACE = "/api/v1/specialists"
WAITS: dict[str, Any] = {
    "name": "waits_keeper",
    "mandate": "Say where tasks wait.",
    "resources": ["cpu"],
    "aspects": ["saturation"],
    "evidence": ["pressure.some_share"],
    "rules": [
        {
            "id": "waits",
            "when": [{"evidence": "pressure.some_share", "above": 0.2}],
            "say": "Tasks wait {pressure.some_share} of the time for {resource}.",
            "severity": "high",
        }
    ],
}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Serve for all tests that leave nothing behind."""
    with served(tmp_path_factory.mktemp("shared")) as client:
        yield client


def names(client: TestClient, headers: dict[str, str]) -> list[str]:
    told = client.get(PLACE, headers=headers).json()
    return [one["name"] for one in told if one["own"]]


def test_the_six_are_listed_before_ones_own(client: TestClient) -> None:
    made = client.post(PLACE, headers=ADMIN, json=WAITS)

    told = client.get(PLACE, headers=VIEWER).json()

    assert made.status_code == 201
    assert made.headers["location"] == f"{PLACE}/waits_keeper"
    assert [one["own"] for one in told] == [False] * 6 + [True]
    assert told[-1]["definition"]["rules"][0]["say"] == WAITS["rules"][0]["say"]
    assert (told[-1]["by"], told[-1]["unfit"]) == ("ann", "")
    assert client.get(f"{PLACE}/coordinator", headers=VIEWER).json()["own"] is False


def test_a_tenant_hears_its_own_specialists_alone(client: TestClient) -> None:
    client.post(PLACE, headers=ADMIN, json=WAITS)

    assert names(client, STRANGER) == []
    assert client.get(f"{PLACE}/waits_keeper", headers=STRANGER).status_code == 404
    assert client.post(PLACE, headers=STRANGER, json=WAITS).status_code == 201
    assert client.delete(f"{PLACE}/waits_keeper", headers=STRANGER).status_code == 204
    assert names(client, ADMIN) == ["waits_keeper"]


def test_a_specialist_is_changed_and_removed(client: TestClient) -> None:
    client.post(PLACE, headers=ADMIN, json=WAITS)
    place = f"{PLACE}/waits_keeper"

    changed = client.put(place, headers=ADMIN, json={**WAITS, "mandate": "Say it shortly."})

    assert changed.json()["mandate"] == "Say it shortly."
    assert client.put(place, headers=ADMIN, json={**WAITS, "name": "other"}).status_code == 400
    assert client.delete(place, headers=VIEWER).status_code == 403
    assert client.delete(place, headers=ADMIN).status_code == 204
    assert client.delete(place, headers=ADMIN).status_code == 404
    assert client.put(place, headers=ADMIN, json=WAITS).status_code == 404


def test_two_of_one_name_and_one_too_many_are_refused(client: TestClient) -> None:
    for number in range(MOST_SPECIALISTS):
        made = client.post(PLACE, headers=ADMIN, json={**WAITS, "name": f"keeper_{number}"})
        assert made.status_code == 201

    again = client.post(PLACE, headers=ADMIN, json={**WAITS, "name": "keeper_0"})
    one_more = client.post(PLACE, headers=ADMIN, json={**WAITS, "name": "one_more"})

    assert (again.status_code, one_more.status_code) == (409, 400)


def rule(**changes: Any) -> dict[str, Any]:
    return {**WAITS, "rules": [{**WAITS["rules"][0], **changes}]}


@pytest.mark.parametrize(
    ("definition", "status"),
    [
        ({**WAITS, "name": "coordinator"}, 400),
        ({**WAITS, "name": "Über"}, 422),
        ({**WAITS, "name": "../etc"}, 422),
        ({**WAITS, "code": "import os"}, 422),
        ({**WAITS, "mandate": "x" * 4001}, 422),
        ({**WAITS, "evidence": ["nothing.known"]}, 400),
        (rule(say="It takes 47 ms."), 400),
        (rule(say="{resource.__class__}"), 400),
        (rule(when=[{"evidence": "pressure.some_share"}]), 400),
        (rule(when=[{"evidence": "pressure.some_share", "above": 1e19}]), 400),
        (rule(when=[]), 422),
        (rule(confidence=101), 422),
        ([], 422),
    ],
)
def test_what_is_no_specialist_is_refused_with_what_is_wrong(
    shared: TestClient, definition: Any, status: int
) -> None:
    answer = shared.post(PLACE, headers=ADMIN, json=definition)

    assert answer.status_code == status
    assert names(shared, ADMIN) == []


def test_a_specialist_is_tried_on_a_kept_examination_before_it_is_kept(client: TestClient) -> None:
    id_ = keep(client, numbered(1))

    said = client.post(
        f"{PLACE}/trials", headers=VIEWER, json={"examination": id_, "definition": WAITS}
    ).json()

    assert [one["words"] for one in said["sentences"]] == ["Tasks wait 47% of the time for cpu."]
    assert said["sentences"][0]["keys"] == [one["key"] for one in said["proofs"]]
    assert names(client, ADMIN) == []


def test_a_kept_specialist_is_tried_by_its_name(client: TestClient) -> None:
    id_ = keep(client, numbered(1))
    client.post(PLACE, headers=ADMIN, json=WAITS)

    def trial(asked: dict[str, Any], headers: dict[str, str] = VIEWER) -> int:
        told = {"examination": id_, **asked}
        return client.post(f"{PLACE}/trials", headers=headers, json=told).status_code

    assert trial({"name": "waits_keeper"}) == 200
    assert trial({"name": "nobody"}) == 404
    assert trial({}) == 400
    assert trial({"name": "waits_keeper", "definition": WAITS}) == 400
    assert trial({"definition": WAITS}, STRANGER) == 404
    assert trial({"definition": {**WAITS, "rules": []}}) == 200

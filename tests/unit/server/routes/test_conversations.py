from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.support.content import keep, of_host, worked
from tests.support.serving import ADMIN, STRANGER, VIEWER, served

PLACE = "/api/v1/conversations"
NOWHERE = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Serve for all tests that leave nothing behind."""
    with served(tmp_path_factory.mktemp("shared")) as client:
        yield client


def test_a_question_is_answered_with_proof_and_kept(client: TestClient) -> None:
    id_ = keep(client, of_host("cgroup2_throttled_unit"))
    asked: dict[str, Any] = {"examination": id_, "question": "Why does the CPU make tasks wait?"}

    with worked(client):
        first = client.post(f"{PLACE}?wait=60", headers=ADMIN, json=asked).json()
        place = first["result"]
        talk = client.get(place, headers=VIEWER).json()
        again = {**asked, "question": "What should I do?", "conversation": talk["id"]}
        client.post(f"{PLACE}?wait=60", headers=ADMIN, json=again)

    told = client.get(place, headers=VIEWER).json()
    assert [one["question"] for one in told["turns"]] == [asked["question"], "What should I do?"]
    keys = [each["keys"] for one in told["turns"][0]["replies"] for each in one["sentences"]]
    assert any(keys)
    (line,) = client.get(f"{PLACE}?examination={id_}", headers=VIEWER).json()
    assert (line["turns"], line["first_question"]) == (2, asked["question"])
    assert client.get(f"{PLACE}?examination={id_}", headers=STRANGER).status_code == 404


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"examination": NOWHERE, "question": "Why?"}, 404),
        ({"examination": "x", "question": "Why?"}, 422),
        ({"question": ""}, 422),
        ({"question": "x" * 2001}, 422),
        ({"question": "Why?", "conversation": "../../x"}, 422),
        ({"question": "Why?", "base_url": "http://127.0.0.1/"}, 422),
    ],
)
def test_what_may_be_asked_has_limits(
    shared: TestClient, asked: dict[str, Any], status: int
) -> None:
    told = {"examination": NOWHERE, **asked}

    assert shared.post(PLACE, headers=ADMIN, json=told).status_code == status


def test_who_may_only_read_may_not_ask_and_a_wrong_specialist_is_told(client: TestClient) -> None:
    id_ = keep(client, of_host("cgroup2_throttled_unit"))
    asked = {"examination": id_, "question": "Why?", "to": "nobody"}

    with worked(client):
        refused = client.post(f"{PLACE}?wait=60", headers=ADMIN, json=asked)

    assert client.post(PLACE, headers=VIEWER, json=asked).status_code == 403
    assert refused.status_code == 400
    assert "no specialist is called" in refused.json()["detail"]
    assert client.get(f"{PLACE}/{NOWHERE}?examination={id_}", headers=VIEWER).status_code == 404

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.support.serving import ADMIN, STRANGER, parts_of, served

AUDITOR = {"Authorization": "Bearer acme eve read:audit"}
SECRET = {"value": "sk-canary-0123456789"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Serve those tests that change nothing."""
    with served(tmp_path_factory.mktemp("shared")) as client:
        yield client


def do(client: TestClient, name: str, headers: dict[str, str] = ADMIN) -> None:
    answer = client.put(f"/api/v1/secrets/{name}", json=SECRET, headers=headers)
    assert answer.status_code == 204, answer.text


def test_what_was_done_is_listed_with_who_did_it(client: TestClient) -> None:
    do(client, "model.openai")

    (record,) = client.get("/api/v1/audit", headers=AUDITOR).json()["items"]

    assert (record["actor_name"], record["verb"], record["resource"]) == (
        "ann",
        "change",
        "secrets",
    )
    assert (record["object"], record["address"]) == ("model.openai", "testclient")
    assert len(record["request"]) == 32


def test_the_list_has_pages_and_filters(client: TestClient) -> None:
    for number in range(5):
        do(client, f"s{number}")
    client.delete("/api/v1/secrets/s0", headers=ADMIN)

    first = client.get("/api/v1/audit?limit=4", headers=AUDITOR).json()
    second = client.get(f"/api/v1/audit?limit=4&cursor={first['next']}", headers=AUDITOR).json()
    removed = client.get("/api/v1/audit?verb=remove&object=s0", headers=AUDITOR).json()
    later = client.get("/api/v1/audit?since=2999-01-01T00:00:00Z", headers=AUDITOR).json()

    assert [one["seq"] for one in first["items"]] == [6, 5, 4, 3]
    assert [one["seq"] for one in second["items"]] == [2, 1]
    assert second["next"] is None
    assert [one["seq"] for one in removed["items"]] == [6]
    assert later["items"] == []


@pytest.mark.parametrize("query", ["since=yesterday", "until=%00", "cursor=x", "limit=501"])
def test_questions_that_can_not_be_understood_are_refused(shared: TestClient, query: str) -> None:
    assert shared.get(f"/api/v1/audit?{query}", headers=AUDITOR).status_code in (400, 422)


@pytest.mark.parametrize(
    "path", ["/api/v1/audit", "/api/v1/audit/heads", "/api/v1/audit/verification"]
)
def test_a_tenant_sees_its_own_log_and_only_those_who_may(shared: TestClient, path: str) -> None:
    do(shared, "model.openai")
    partly = {"Authorization": "Bearer acme pat read:audit:host=web-*"}
    nobody = {"Authorization": "Bearer acme pat read:hosts"}

    assert "ann" not in shared.get(path, headers=STRANGER).text
    assert shared.get(path, headers=nobody).status_code == 403
    assert shared.get(path, headers=partly).status_code in (403, 404)
    assert shared.get(path).status_code == 401


def test_the_log_is_verified_with_its_signed_heads(client: TestClient) -> None:
    from hexascope.bootstrap.serving.auditing import heads_of

    do(client, "model.openai")
    assert client.portal is not None
    heads = client.portal.call(heads_of, parts_of(client))
    assert client.portal.call(heads.look)
    do(client, "model.other")

    found = client.get("/api/v1/audit/verification", headers=AUDITOR).json()
    (head,) = client.get("/api/v1/audit/heads", headers=AUDITOR).json()["items"]

    assert found == {
        "holds": True,
        "records": 2,
        "heads": 1,
        "after_head": 1,
        "wrong": None,
        "why": "",
    }
    assert (head["seq"], len(head["signature"])) == (1, 128)


def test_a_refused_or_failed_request_leaves_no_record(client: TestClient) -> None:
    client.put("/api/v1/secrets/x", json={"value": "short"}, headers=ADMIN)
    client.put("/api/v1/secrets/x", json=SECRET, headers=AUDITOR)
    client.delete("/api/v1/secrets/missing", headers=ADMIN)

    assert client.get("/api/v1/audit", headers=AUDITOR).json()["items"] == []

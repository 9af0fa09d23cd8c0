from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.support.serving import ADMIN, STRANGER, parts_of, served

VALUE = "sk-canary-0123456789"


LOOKER = {"Authorization": "Bearer acme lou read:hosts"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Serve those tests that change nothing."""
    with served(tmp_path_factory.mktemp("shared")) as client:
        yield client


def put(client: TestClient, name: str, value: str = VALUE) -> int:
    answer = client.put(f"/api/v1/secrets/{name}", json={"value": value}, headers=ADMIN)
    return answer.status_code


def test_a_secret_is_listed_without_its_value(client: TestClient) -> None:
    assert [put(client, "model.openai"), put(client, "model.openai", VALUE + "2")] == [204, 204]

    answer = client.get("/api/v1/secrets", headers=ADMIN)

    (shown,) = answer.json()["items"]
    assert (shown["name"], shown["version"], shown["used"]) == ("model.openai", 2, None)
    assert VALUE not in answer.text


def test_the_servers_own_secrets_are_neither_shown_nor_reached(client: TestClient) -> None:
    parts = parts_of(client)
    secrets = parts.vault.of(parts.store.of("acme"))
    assert client.portal is not None
    client.portal.call(secrets.set, "user/1/totp", VALUE, 1.0)

    assert client.get("/api/v1/secrets", headers=ADMIN).json()["items"] == []
    for name in ("user/1/totp", "user%2F1%2Ftotp"):
        path = f"/api/v1/secrets/{name}"
        assert client.delete(path, headers=ADMIN).status_code in (400, 404, 405, 422)
        assert client.put(path, json={"value": VALUE}, headers=ADMIN).status_code in (
            400,
            404,
            405,
            422,
        )
    assert client.portal.call(secrets.get, "user/1/totp", 2.0) == VALUE


def test_secrets_of_another_tenant_are_not_there(client: TestClient) -> None:
    put(client, "model.openai")

    assert client.get("/api/v1/secrets", headers=STRANGER).json()["items"] == []
    assert client.delete("/api/v1/secrets/model.openai", headers=STRANGER).status_code == 404
    assert client.get("/api/v1/secrets", headers=LOOKER).status_code == 403


def test_a_selector_chooses_secrets_by_name(client: TestClient) -> None:
    put(client, "model.openai")
    put(client, "webhook.ops")
    models = {"Authorization": "Bearer acme moe *:secrets:name=model.*"}

    listed = client.get("/api/v1/secrets", headers=models).json()["items"]

    assert [one["name"] for one in listed] == ["model.openai"]
    body = {"value": VALUE}
    assert client.put("/api/v1/secrets/model.x", json=body, headers=models).status_code == 204
    assert client.put("/api/v1/secrets/webhook.x", json=body, headers=models).status_code == 404


@pytest.mark.parametrize("value", ["1234567", "x" * 65_537, "é" * 40_000, "\ud800" * 8])
def test_a_value_out_of_bounds_is_refused_and_not_told_back(shared: TestClient, value: str) -> None:
    import json

    answer = shared.put(
        "/api/v1/secrets/x",
        content=json.dumps({"value": value}),
        headers={**ADMIN, "Content-Type": "application/json"},
    )

    assert answer.status_code in (400, 422)
    assert value[:7] not in answer.text


@pytest.mark.parametrize("name", [".x", "a%00b", "a b", "x" * 201, "é"])
def test_what_can_be_no_name_is_refused(shared: TestClient, name: str) -> None:
    assert put(shared, name) in (400, 404, 422)


def test_a_removed_secret_is_gone(client: TestClient) -> None:
    put(client, "webhook.ops")

    assert client.delete("/api/v1/secrets/webhook.ops", headers=ADMIN).status_code == 204
    assert client.delete("/api/v1/secrets/webhook.ops", headers=ADMIN).status_code == 404


def test_a_rotation_seals_all_by_a_new_key(client: TestClient) -> None:
    put(client, "a.secret")
    put(client, "b.secret")

    answer = client.post("/api/v1/secrets/rotation", headers=ADMIN)

    assert answer.json() == {"sealed": 2}
    parts = parts_of(client)
    assert client.portal is not None
    secrets = parts.vault.of(parts.store.of("acme"))
    assert client.portal.call(secrets.get, "a.secret", 2.0) == VALUE
    assert {one.data_key for one in client.portal.call(secrets.all)} == {2}
    records = client.get("/api/v1/audit?object=rotation", headers=ADMIN).json()["items"]
    assert len(records) == 1


def test_the_list_has_pages(client: TestClient) -> None:
    for number in range(3):
        put(client, f"s{number}")

    first = client.get("/api/v1/secrets?limit=2", headers=ADMIN).json()
    second = client.get(f"/api/v1/secrets?limit=2&cursor={first['next']}", headers=ADMIN).json()

    assert [one["name"] for one in first["items"] + second["items"]] == ["s0", "s1", "s2"]
    assert second["next"] is None

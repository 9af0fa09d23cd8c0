from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexascope.bootstrap.serving.parts import Credentials, Parts
from hexascope.domain.access import Caller
from tests.support.serving import ADMIN, recognised, served

OWNER = {"Authorization": "Bearer default root *:*"}


async def with_owner(credentials: Credentials) -> Caller | None:
    """Take root of the first tenant for the administrator of the instance."""
    found = await recognised(credentials)
    return replace(found, instance=True) if found and found.id == "root" else found


def owned(parts: Parts) -> Parts:
    return replace(parts, recognise=with_owner)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path, change=owned) as client:
        yield client


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Serve those tests that change nothing."""
    with served(tmp_path_factory.mktemp("shared"), change=owned) as client:
        yield client


def make(client: TestClient, **told: object) -> int:
    return client.post("/api/v1/tenants", json=told, headers=OWNER).status_code


def test_a_tenant_is_made_with_a_link_for_its_first_administrator(client: TestClient) -> None:
    answer = client.post(
        "/api/v1/tenants", json={"id": "acme", "limits": {"hosts": 3}}, headers=OWNER
    )

    assert answer.status_code == 201
    assert answer.headers["location"] == "/api/v1/tenants/acme"
    made = answer.json()
    assert (made["limits"]["hosts"], made["own_limits"]) == (3.0, {"hosts": 3.0})
    assert "/setup#" in made["set_up_link"]
    shown = client.get("/api/v1/tenants/acme", headers=OWNER).json()
    assert shown == {name: value for name, value in made.items() if name != "set_up_link"}


def test_tenants_are_listed_with_the_one_that_is_there_from_the_start(client: TestClient) -> None:
    make(client, id="acme")

    first = client.get("/api/v1/tenants?limit=1", headers=OWNER).json()
    rest = client.get(f"/api/v1/tenants?cursor={first['next']}", headers=OWNER).json()

    assert [one["id"] for one in first["items"] + rest["items"]] == ["acme", "default"]


def test_limits_are_changed_and_go_back_to_the_usual(client: TestClient) -> None:
    make(client, id="acme", limits={"hosts": 3})

    changed = client.patch(
        "/api/v1/tenants/acme", json={"limits": {"users": 2, "hosts": None}}, headers=OWNER
    ).json()

    assert (changed["limits"]["users"], changed["limits"]["hosts"]) == (2.0, 1000.0)
    records = client.get("/api/v1/audit?resource=tenants", headers=OWNER).json()["items"]
    assert [one["object"] for one in records] == ["acme", "acme"]
    assert records[0]["details"] == {"limit.hosts": "usual", "limit.users": "2"}


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"id": "Acme"}, 422),
        ({"id": "a" * 64}, 422),
        ({"id": "default"}, 409),
        ({"id": "acme", "limits": {"host": 1}}, 400),
        ({"id": "acme", "limits": {"hosts": -1}}, 400),
        ({"id": "acme", "owner": "me"}, 422),
        ({}, 422),
    ],
)
def test_what_can_be_no_tenant_is_refused(
    shared: TestClient, told: dict[str, object], status: int
) -> None:
    assert make(shared, **told) == status


def test_a_tenant_that_keeps_something_is_removed_only_when_that_is_confirmed(
    client: TestClient,
) -> None:
    make(client, id="acme")
    client.put("/api/v1/secrets/webhook", json={"value": "w" * 20}, headers=ADMIN)

    refused = client.delete("/api/v1/tenants/acme", headers=OWNER)
    removed = client.delete("/api/v1/tenants/acme?with_all=true", headers=OWNER)

    assert (refused.status_code, removed.status_code) == (409, 204)
    assert client.get("/api/v1/tenants/acme", headers=OWNER).status_code == 404
    assert client.get("/api/v1/secrets", headers=ADMIN).json()["items"] == []
    assert len(client.get("/api/v1/audit", headers=ADMIN).json()["items"]) == 1, "its log stays"


def test_an_administrator_of_a_tenant_sees_no_tenants(client: TestClient) -> None:
    make(client, id="acme")

    answers = [
        client.get("/api/v1/tenants", headers=ADMIN),
        client.get("/api/v1/tenants/acme", headers=ADMIN),
        client.post("/api/v1/tenants", json={"id": "mine"}, headers=ADMIN),
        client.patch("/api/v1/tenants/acme", json={"limits": {"hosts": 9}}, headers=ADMIN),
        client.delete("/api/v1/tenants/acme", headers=ADMIN),
    ]

    assert [answer.status_code for answer in answers] == [403] * 5


def test_no_more_users_are_made_than_the_limit(client: TestClient) -> None:
    make(client, id="acme", limits={"users": 1})

    answers = [
        client.post("/api/v1/users", json={"name": name}, headers=ADMIN) for name in ("ann", "bob")
    ]

    assert [answer.status_code for answer in answers] == [201, 429]

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexascope.domain.host import HostFacts
from hexascope.store.database.hosts import Hosts
from tests.support.content import call, keep, numbered
from tests.support.serving import ADMIN, STRANGER, VIEWER, parts_of, served

PLACE = "/api/v1/hosts"
WEB = HostFacts(id="a" * 32, name="web-1", cpus=4)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        see(client, WEB)
        yield client


def see(client: TestClient, facts: HostFacts) -> None:
    scope = parts_of(client).store.of("acme")

    async def work() -> None:
        await scope.write(lambda connection: Hosts(scope).see(connection, facts, 1.0))

    call(client, work)


def test_a_host_is_shown_with_what_is_known_of_it(client: TestClient) -> None:
    answer = client.get(f"/api/v1/hosts/{WEB.id}", headers=ADMIN)

    assert answer.status_code == 200
    assert answer.json()["name"] == "web-1"
    assert answer.json()["first_seen"] == "1970-01-01T00:00:01.000Z"


def test_a_host_of_another_tenant_is_not_known(client: TestClient) -> None:
    answer = client.get(f"/api/v1/hosts/{WEB.id}", headers=STRANGER)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_who_does_not_say_who_he_is_learns_nothing(client: TestClient) -> None:
    assert client.get(f"/api/v1/hosts/{WEB.id}").status_code == 401


@pytest.mark.parametrize(
    ("allowed", "status"),
    [
        ("read:hosts", 200),
        ("read:hosts:host=web-*", 200),
        ("read:hosts:host=db-*", 404),
        ("change:hosts", 403),
        ("read:users", 403),
    ],
)
def test_a_host_is_shown_to_those_whose_permission_fits_it(
    client: TestClient, allowed: str, status: int
) -> None:
    headers = {"Authorization": f"Bearer acme vic {allowed}"}

    assert client.get(f"/api/v1/hosts/{WEB.id}", headers=headers).status_code == status


def test_hosts_are_listed_by_name_in_pages_and_chosen_by_glob_and_label(
    client: TestClient,
) -> None:
    see(client, HostFacts(id="b" * 32, name="db-1"))
    see(client, HostFacts(id="c" * 32, name="web-2"))
    label = client.patch(f"{PLACE}/{'c' * 32}", headers=ADMIN, json={"labels": {"team": "shop"}})

    def names(query: str = "", headers: dict[str, str] = VIEWER) -> list[str]:
        told = client.get(f"{PLACE}?{query}", headers=headers).json()
        return [one["name"] for one in told["items"]]

    first = client.get(f"{PLACE}?limit=2", headers=VIEWER).json()
    assert label.json()["labels"] == {"team": "shop"}
    assert [one["name"] for one in first["items"]] == ["db-1", "web-1"]
    assert names(f"limit=2&cursor={first['next']}") == ["web-2"]
    assert names("name=web-*") == ["web-1", "web-2"]
    assert names("label=team") == names("label=team=shop") == ["web-2"]
    assert names("label=team=other") == []
    assert names("", {"Authorization": "Bearer acme vic read:hosts:label.team=shop"}) == ["web-2"]
    assert names("", STRANGER) == []


def test_labels_are_set_and_taken_away(client: TestClient) -> None:
    place = f"{PLACE}/{WEB.id}"

    def labels(told: dict[str, str | None], headers: dict[str, str] = ADMIN) -> object:
        answer = client.patch(place, headers=headers, json={"labels": told})
        return answer.json()["labels"] if answer.status_code == 200 else answer.status_code

    assert labels({"team": "shop", "rack": "7"}) == {"team": "shop", "rack": "7"}
    assert labels({"rack": None, "team": "till"}) == {"team": "till"}
    assert labels({"Team": "x"}) == 422
    assert labels({"team": "x" * 201}) == 422
    assert labels({"team": "two\nlines"}) == 422
    assert labels({f"l{number}": "x" for number in range(33)}) == 422
    assert labels({f"l{number}": "x" for number in range(32)}) == 400
    assert labels({"team": "x"}, VIEWER) == 403
    assert labels({"team": "x"}, STRANGER) == 404


def test_a_host_that_is_removed_takes_all_that_is_kept_of_it_with_it(client: TestClient) -> None:
    one = numbered(1)
    id_ = keep(client, replace(one, host=replace(one.host, id=WEB.id)))
    place = f"{PLACE}/{WEB.id}"

    assert client.delete(place, headers=VIEWER).status_code == 403
    assert client.delete(place, headers=STRANGER).status_code == 404
    assert client.delete(place, headers=ADMIN).status_code == 204
    assert client.get(place, headers=ADMIN).status_code == 404
    assert client.get(f"/api/v1/examinations/{id_}", headers=ADMIN).status_code == 404
    assert client.get("/api/v1/findings?all=true", headers=ADMIN).json()["items"] == []
    assert client.delete(place, headers=ADMIN).status_code == 404

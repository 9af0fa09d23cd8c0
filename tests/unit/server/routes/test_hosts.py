from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexascope.domain.host import HostFacts
from hexascope.store.database.hosts import Hosts
from tests.support.serving import ADMIN, STRANGER, parts_of, served

WEB = HostFacts(id="a" * 32, name="web-1", cpus=4)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        scope = parts_of(client).store.of("acme")

        async def see() -> None:
            await scope.write(lambda connection: Hosts(scope).see(connection, WEB, 1.0))

        assert client.portal is not None
        client.portal.call(see)
        yield client


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

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexascope.bootstrap.serving.tenancy import known_for
from tests.support.serving import ADMIN, STRANGER, parts_of, served

LOOKER = {"Authorization": "Bearer acme lou read:hosts"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    hook = "https://user:pw-canary@hooks.example.org/token-canary?key=key-canary"
    with served(tmp_path, flags={"server.audit_outside": hook}) as client:
        yield client


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Serve those tests that change nothing."""
    hook = "https://user:pw-canary@hooks.example.org/token-canary?key=key-canary"
    with served(tmp_path_factory.mktemp("shared"), flags={"server.audit_outside": hook}) as client:
        yield client


def shown(client: TestClient, name: str, headers: dict[str, str] = ADMIN) -> dict[str, object]:
    items = client.get("/api/v1/settings", headers=headers).json()["items"]
    found: dict[str, object] = next(one for one in items if one["name"] == name)
    return found


def change(client: TestClient, values: dict[str, object], **more: object) -> tuple[int, str]:
    told = {"values": values, **more}
    answer = client.patch("/api/v1/settings", json=told, headers=ADMIN)
    return answer.status_code, answer.text


def test_each_setting_is_shown_with_its_source_and_meaning(shared: TestClient) -> None:
    one = shown(shared, "panel.max_rounds")

    assert (one["value"], one["source"], one["changeable"]) == (2, "default", True)
    assert "rounds of discussion" in str(one["meaning"])
    assert shown(shared, "panel.key_file")["changeable"] is False


def test_no_secret_is_shown(shared: TestClient) -> None:
    answer = shared.get("/api/v1/settings", headers=ADMIN)

    assert "canary" not in answer.text
    assert shown(shared, "server.audit_outside")["value"] == "https://hooks.example.org"


def test_a_tenants_own_values_hold_for_it_alone(client: TestClient) -> None:
    status, _ = change(client, {"panel.max_rounds": 1, "goals.cpu_utilization": 0.5})

    assert status == 200
    assert shown(client, "panel.max_rounds")["source"] == "tenant acme"
    assert shown(client, "panel.max_rounds", STRANGER)["value"] == 2
    assert client.portal is not None
    known = client.portal.call(known_for, parts_of(client), "acme")
    assert (known.settings.panel.max_rounds, known.settings.goals.cpu_utilization) == (1, 0.5)


def test_null_takes_a_value_back(client: TestClient) -> None:
    change(client, {"panel.max_rounds": 1, "panel.mode": "solo"})
    change(client, {"panel.max_rounds": None})

    assert shown(client, "panel.max_rounds")["source"] == "default"
    assert shown(client, "panel.mode")["value"] == "solo"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"panel.max_round": 1}, "did you mean 'panel.max_rounds'?"),
        ({"panel.max_rounds": "many"}, "panel.max_rounds"),
        ({"panel.max_rounds": 6}, "0 to 5"),
        ({"server.store": "sqlite:////etc/passwd"}, "the instance's"),
        ({"panel.base_url": "http://169.254.169.254"}, "the instance's"),
        ({"panel.day_dollars": 11.0}, "limit is 10"),
        ({"checks.cpu_saturation.nothing": 1}, "checks.cpu_saturation.nothing"),
    ],
)
def test_values_are_refused_as_in_a_file(
    shared: TestClient, values: dict[str, object], told: str
) -> None:
    status, text = change(shared, values)

    assert status == 400
    assert told in text
    assert shown(shared, "panel.max_rounds")["source"] == "default"


@pytest.mark.parametrize("values", [{}, {"": 1}, {"panel.mode": "x" * 4001}, {"goals.sla": [1]}])
def test_what_is_no_change_is_refused(shared: TestClient, values: dict[str, object]) -> None:
    assert change(shared, values)[0] in (400, 422)


def test_a_change_of_a_version_that_has_passed_is_refused(client: TestClient) -> None:
    assert change(client, {"panel.max_rounds": 1}, version=0)[0] == 200
    assert change(client, {"panel.max_rounds": 2}, version=0)[0] == 409
    assert change(client, {"panel.max_rounds": 2}, version=1)[0] == 200


def test_a_change_with_an_etag_that_has_passed_is_refused(client: TestClient) -> None:
    etag = client.get("/api/v1/settings", headers=ADMIN).headers["etag"]
    told = {"values": {"panel.max_rounds": 1}}
    headers = {**ADMIN, "If-Match": etag}

    first = client.patch("/api/v1/settings", json=told, headers=headers)
    second = client.patch("/api/v1/settings", json=told, headers=headers)

    assert (first.status_code, second.status_code) == (200, 412)


def test_what_was_set_stands_in_the_audit_log(client: TestClient) -> None:
    change(client, {"panel.max_rounds": 1, "panel.mode": None})

    (record,) = client.get("/api/v1/audit", headers=ADMIN).json()["items"]

    assert record["details"] == {"panel.max_rounds": "1", "panel.mode": "usual"}


def test_who_may_not_neither_sees_nor_sets(shared: TestClient) -> None:
    told = {"values": {"panel.max_rounds": 1}}

    assert shared.get("/api/v1/settings", headers=LOOKER).status_code == 403
    assert shared.patch("/api/v1/settings", json=told, headers=LOOKER).status_code == 403

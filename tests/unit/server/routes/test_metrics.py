from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from tests.support.serving import served

OPEN_METRICS = {"Accept": "application/openmetrics-text; version=1.0.0"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        client._transport.client = ("127.0.0.1", 5)  # type: ignore[attr-defined] # of its ASGI transport
        yield client


def from_afar(client: TestClient) -> TestClient:
    client._transport.client = ("192.0.2.7", 5)  # type: ignore[attr-defined] # as above
    return client


def test_what_is_counted_is_told_in_the_form_that_is_asked_for(client: TestClient) -> None:
    client.get("/healthz")
    plain = client.get("/metrics")
    opened = client.get("/metrics", headers=OPEN_METRICS)

    assert plain.headers["content-type"].startswith("text/plain; version=")
    assert opened.headers["content-type"].startswith("application/openmetrics-text")
    names = {one.name for one in text_string_to_metric_families(opened.text)}  # type: ignore[no-untyped-call] # of prometheus_client
    assert {"hexascope_http_requests", "hexascope_jobs", "hexascope_store_up"} <= names
    assert 'hexascope_jobs{state="waiting"} 0.0' in plain.text
    assert 'route="/healthz"' in plain.text


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "Via"])
def test_who_comes_through_a_proxy_is_not_of_this_machine(client: TestClient, header: str) -> None:
    assert client.get("/metrics").status_code == 200
    assert client.get("/metrics", headers={header: "192.0.2.7"}).status_code == 401


def test_from_afar_a_permission_is_needed(client: TestClient) -> None:
    afar = from_afar(client)

    for permission, status in (("read:metrics", 200), ("read:*", 200), ("read:hosts", 403)):
        headers = {"Authorization": f"Bearer acme eve {permission}"}
        assert afar.get("/metrics", headers=headers).status_code == status
    assert afar.get("/metrics").status_code == 401


def test_a_token_file_names_who_may(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("s3cret-s3cret\n")
    with served(tmp_path, flags={"server.metrics_token_file": str(file)}) as client:
        right = {"Authorization": "Bearer s3cret-s3cret"}
        assert from_afar(client).get("/metrics", headers=right).status_code == 200
        for wrong in ({}, {"Authorization": "Bearer s3cret"}, {"Authorization": "Bearer "}):
            assert client.get("/metrics", headers=wrong).status_code == 401


def test_a_token_file_that_is_empty_or_away_is_named(tmp_path: Path) -> None:
    file = tmp_path / "token"
    with served(tmp_path, flags={"server.metrics_token_file": str(file)}) as client:
        assert "can't be read" in client.get("/metrics").json()["detail"]
        file.write_text("\n")
        assert "is empty" in client.get("/metrics").json()["detail"]


def test_while_the_store_is_away_the_rest_is_told(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hexascope.domain.errors import StoreAway

    async def away(_store: object) -> None:
        raise StoreAway("away")

    monkeypatch.setattr("hexascope.server.measured.jobs_by_state", away)
    told = client.get("/metrics").text

    assert "hexascope_store_up 0.0" in told
    assert "process_resident_memory_bytes" in told

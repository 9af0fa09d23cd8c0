"""A POST with an Idempotency-Key is done once, whoever dies and however often it is sent."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexascope.bootstrap.serving.parts import Parts
from hexascope.server.frame.once import ANSWERING_S, LARGEST_ANSWER
from hexascope.store.database.hosts import Hosts
from tests.support.serving import STRANGER, parts_of
from tests.unit.server.frame.things import things_served

KEY = {"Idempotency-Key": "k-1"}


class Time:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def ran() -> list[str]:
    return []


@pytest.fixture
def client(tmp_path: Path, ran: list[str], time: Time) -> Iterator[TestClient]:
    def change(parts: Parts) -> Parts:
        return replace(parts, clock=time)

    with things_served(tmp_path, ran, change=change) as client:
        yield client


def kept(client: TestClient, tenant: str = "acme") -> list[str]:
    async def look() -> list[str]:
        return [one.facts.name for one in await Hosts(parts_of(client).store.of(tenant)).all()]

    assert client.portal is not None
    return client.portal.call(look)


def test_what_is_sent_again_is_answered_as_before_and_not_done_again(
    client: TestClient, ran: list[str]
) -> None:
    first = client.post("/api/v1/things", json={"name": "a"}, headers=KEY)
    again = client.post("/api/v1/things", json={"name": "a"}, headers=KEY)

    assert ran == ["a"]
    assert (again.status_code, again.content) == (201, first.content)
    assert again.headers["location"] == first.headers["location"]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    assert again.headers["content-security-policy"], "headers that all have are made anew"


def test_a_key_is_for_one_request(client: TestClient, ran: list[str]) -> None:
    client.post("/api/v1/things", json={"name": "a"}, headers=KEY)

    for path, body in (("/api/v1/things", {"name": "b"}), ("/api/v1/things?x=1", {"name": "a"})):
        other = client.post(path, json=body, headers=KEY)
        assert other.status_code == 422
        assert "another request" in other.json()["detail"]
    assert ran == ["a"]


def test_tenants_and_callers_do_not_share_keys(client: TestClient, ran: list[str]) -> None:
    for headers in ({}, STRANGER, {"Authorization": "Bearer acme eve *:*"}):
        answer = client.post("/api/v1/things", json={"name": "a"}, headers={**KEY, **headers})
        assert answer.status_code == 201
    assert ran == ["a"] * 3
    assert (kept(client), kept(client, "other")) == (["a", "a"], ["a"])


def test_without_a_key_each_is_done(client: TestClient, ran: list[str]) -> None:
    for _ in range(2):
        client.post("/api/v1/things", json={"name": "a"})

    assert ran == ["a", "a"]


def test_what_did_not_fit_may_be_mended_under_its_key(client: TestClient) -> None:
    assert client.post("/api/v1/things", json={"name": 1}, headers=KEY).status_code == 422
    assert client.post("/api/v1/things", json={"name": "a"}, headers=KEY).status_code == 201


def test_two_at_once_are_done_once(client: TestClient, ran: list[str]) -> None:
    async def both() -> list[int]:
        import httpx2

        transport = httpx2.ASGITransport(app=client.app)
        async with httpx2.AsyncClient(
            transport=transport, base_url="http://localhost", headers=dict(client.headers)
        ) as asked:
            posts = [asked.post("/api/v1/things", json={"name": "a"}, headers=KEY) for _ in "ab"]
            return sorted(answer.status_code for answer in await asyncio.gather(*posts))

    assert client.portal is not None
    assert client.portal.call(both) == [201, 409]
    assert kept(client) == ["a"]


def test_what_was_done_by_a_server_that_then_ended_is_not_done_again(
    client: TestClient, ran: list[str], time: Time
) -> None:
    lost = client.post("/api/v1/things", json={"name": "lost"}, headers=KEY)
    assert lost.status_code == 503, "the change is kept, and its answer is not"

    soon = client.post("/api/v1/things", json={"name": "lost"}, headers=KEY)
    time.now += ANSWERING_S
    later = client.post(
        "/api/v1/things", json={"name": "lost"}, headers=KEY, follow_redirects=False
    )

    assert (soon.status_code, soon.headers["retry-after"]) == (409, "1")
    assert later.status_code == 303
    assert client.get(later.headers["location"]).json() == {"name": "lost"}
    assert ran == ["lost"]
    assert kept(client) == ["lost"]


@pytest.mark.parametrize("key", ["", "k" * 256, "\x7f", "a\tb"])
def test_what_is_no_key_is_refused(client: TestClient, ran: list[str], key: str) -> None:
    answer = client.post("/api/v1/things", json={"name": "a"}, headers={"Idempotency-Key": key})

    assert answer.status_code == 400
    assert ran == []


def test_a_key_of_the_greatest_length_works(client: TestClient) -> None:
    headers = {"Idempotency-Key": "k" * 255}
    assert client.post("/api/v1/things", json={"name": "a"}, headers=headers).status_code == 201


def test_an_answer_that_is_too_large_is_not_kept_and_the_change_is_made_once(
    client: TestClient, ran: list[str], monkeypatch: pytest.MonkeyPatch, time: Time
) -> None:
    monkeypatch.setattr("hexascope.server.frame.once.LARGEST_ANSWER", 10)
    assert LARGEST_ANSWER > 10

    client.post("/api/v1/things", json={"name": "a"}, headers=KEY)
    time.now += ANSWERING_S
    again = client.post("/api/v1/things", json={"name": "a"}, headers=KEY, follow_redirects=False)

    assert again.status_code == 303
    assert ran == ["a"]

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from hexascope.domain.errors import CannotReach, StoreAway
from tests.support.serving import parts_of, served


class Time:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def client(tmp_path: Path, time: Time) -> Iterator[TestClient]:
    with served(tmp_path, change=lambda parts: replace(parts, clock=time)) as client:
        yield client


async def is_away(*_words: object, **_more: object) -> None:
    raise StoreAway("the database at db.internal does not answer")


def test_a_process_that_answers_lives(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "alive"}


def test_a_server_whose_parts_answer_is_ready(client: TestClient) -> None:
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert {one["part"] for one in answer.json()["parts"]} == {"store", "schema", "bus", "process"}
    assert all(one["ready"] for one in answer.json()["parts"])


def test_a_server_that_drains_is_not_ready_from_that_moment_on(client: TestClient) -> None:
    assert client.get("/readyz").status_code == 200
    parts_of(client).stopping.set()
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert {"part": "process", "ready": False, "reason": "stops"} in answer.json()["parts"]
    assert client.get("/healthz").status_code == 200, "it lives, and must not be killed"


def test_without_its_store_it_is_not_ready_and_strangers_learn_no_more(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, time: Time
) -> None:
    assert client.get("/readyz").status_code == 200
    monkeypatch.setattr("hexascope.store.database.alive.answers", is_away)

    assert client.get("/readyz").status_code == 200, "the answer of this second"
    time.now += 1.0
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert {"part": "store", "ready": False, "reason": "no answer"} in answer.json()["parts"]
    assert "db.internal" not in answer.text


def test_without_its_bus_it_is_not_ready(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_words: object, **_more: object) -> None:
        raise CannotReach("redis")

    monkeypatch.setattr(type(parts_of(client).bus), "put", away)

    assert client.get("/readyz").status_code == 503


def test_another_schema_is_told_with_what_to_do(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def older(_database: object) -> bool:
        return False

    monkeypatch.setattr("hexascope.store.database.alive.has_our_schema", older)
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "hexascope db upgrade" in answer.text


def test_a_part_that_hangs_is_not_ready(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    import asyncio

    async def hangs(_database: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr("hexascope.store.database.alive.answers", hangs)
    monkeypatch.setattr("hexascope.server.health.PATIENCE_S", 0.01)

    assert "no answer within" in client.get("/readyz").text
    assert isinstance(client.app, FastAPI)

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from tests.support.content import keep, numbered
from tests.support.serving import STRANGER, VIEWER, served

PLACE = "/api/v1/verdicts"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with served(tmp_path_factory.mktemp("verdicts")) as client:
        yield client


def test_a_verdict_is_shown_by_rank_with_the_dissent_beside_it(client: TestClient) -> None:
    id_ = keep(client, numbered(1))

    told = client.get(f"{PLACE}/{id_}", headers=VIEWER).json()

    (item,) = told["items"]
    assert (told["headline"], item["rank"], item["severity"]) == ("Start with worker.", 1, "high")
    assert item["title"].startswith("worker made tasks wait")
    assert item["for_it"] == []
    assert [one["advice"] for one in item["against_it"]] == ["Do not stop worker."]
    assert told["recommendations"][0]["remedy"] == "lower_priority"
    assert client.get(f"{PLACE}/{id_}", headers=STRANGER).status_code == 404


def test_verdicts_are_listed_in_a_line(client: TestClient) -> None:
    id_ = keep(client, numbered(5))

    told = client.get(f"{PLACE}?since=2026-11-21T06:05:00Z", headers=VIEWER).json()

    assert [(one["id"], one["headline"]) for one in told["items"]] == [(id_, "Start with worker.")]
    few = {"Authorization": "Bearer acme vic read:verdicts:host=nobody"}
    assert client.get(PLACE, headers=few).json()["items"] == []

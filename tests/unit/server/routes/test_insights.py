from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from hexascope.domain.opinion import Role
from hexascope.services.insights import insights, taking_part
from tests.support.content import keep, numbered, of_host
from tests.support.serving import ADMIN, STRANGER, VIEWER, served

PLACES = (
    "/api/insights/autogen",
    "/api/insights/panel",
    "/api/v1/insights/autogen",
    "/api/v1/insights/panel",
)
NAMED = {
    "status",
    "agents_participated",
    "execution_time",
    "rounds",
    "insights",
    "collaboration_summary",
}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with served(tmp_path_factory.mktemp("insights")) as client:
        keep(client, numbered(1))
        keep(client, of_host("cgroup2_throttled_unit", 2), tenant="another")
        yield client


@pytest.mark.parametrize("place", PLACES)
def test_insights_have_the_fields_that_requirement_001_names(
    client: TestClient, place: str
) -> None:
    told = client.get(place, headers=VIEWER).json()

    assert set(told) >= NAMED
    assert (told["status"], told["agents_participated"], told["rounds"]) == ("success", 6, 1)
    assert told["execution_time"] == "5.10s"
    assert told["collaboration_summary"].startswith("Start with worker.")
    (one,) = told["insights"]
    assert (one["severity"], one["confidence"], one["agents"]) == ("high", 90, ["security_analyst"])
    assert one["agents_participated"] == 6


@pytest.mark.parametrize("place", PLACES)
def test_where_nothing_is_kept_the_error_has_its_own_form(client: TestClient, place: str) -> None:
    answer = client.get(place, headers=STRANGER)

    assert answer.status_code == 404
    assert set(answer.json()) == {"status", "error", "insights"}
    assert (answer.json()["status"], answer.json()["insights"]) == ("error", [])


def test_insights_may_be_of_one_host(client: TestClient) -> None:
    place = PLACES[0]

    assert client.get(f"{place}?host=web-*", headers=VIEWER).status_code == 404
    few = {"Authorization": "Bearer acme vic read:insights:host=web-*"}
    assert client.get(place, headers=few).status_code == 404


def test_reading_insights_changes_nothing_and_a_post_examines_anew(client: TestClient) -> None:
    begun = client.post(PLACES[0], headers=ADMIN, json={})

    assert begun.status_code == 202
    assert begun.json()["result"].startswith("/api/v1/examinations/")
    assert client.post(PLACES[0], headers=VIEWER, json={}).status_code == 403
    assert client.post(PLACES[0], headers=ADMIN, json={"refresh": True}).status_code == 422


def test_who_was_absent_took_no_part() -> None:
    report = {
        "absent": {"cost_optimizer": "no price is known"},
        "opinions": [{"specialist": "storage_keeper", "item": "x"}],
        "panel": {"seconds": 12.345, "votes": [{"round": 1}, {"round": 2}]},
        "verdict": {"headline": "Begin here.", "summary": ["One.", "Two."]},
    }

    told = insights(report)

    assert taking_part(report) == (
        *(one.value for one in Role if one is not Role.COST_OPTIMIZER),
        "storage_keeper",
    )
    assert (told["rounds"], told["execution_time"]) == (3, "12.35s")
    assert told["collaboration_summary"] == "Begin here. One. Two."

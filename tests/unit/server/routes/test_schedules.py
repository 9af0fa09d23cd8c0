from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from hexascope.bootstrap.serving.parts import Parts
from tests.support.serving import ADMIN, STRANGER, VIEWER, served

NOW = 1_795_284_000.0  # 2026-11-21T18:00:00Z, a Saturday
PLACE = "/api/v1/schedules"
NIGHTLY = {"name": "each night", "cron": "30 4 * * *", "zone": "Europe/Lisbon"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    def at_six(parts: Parts) -> Parts:
        return replace(parts, clock=lambda: NOW)

    with served(tmp_path, change=at_six) as client:
        yield client


def made(client: TestClient, **more: Any) -> dict[str, Any]:
    answer = client.post(PLACE, headers=ADMIN, json={**NIGHTLY, **more})
    assert answer.status_code == 201, answer.text
    shown: dict[str, Any] = answer.json()
    assert answer.headers["Location"] == f"{PLACE}/{shown['id']}"
    return shown


def test_a_schedule_is_kept_with_its_next_time_in_its_zone(client: TestClient) -> None:
    kept = made(client, examine={"window_s": 7})

    assert client.get(f"{PLACE}/{kept['id']}", headers=VIEWER).json() == kept
    assert (kept["kind"], kept["by"], kept["enabled"], kept["missed"]) == (
        "examine",
        "ann",
        True,
        0,
    )
    assert kept["next"] == "2026-11-22T04:30:00.000Z"
    assert kept["last"] is None
    assert kept["payload"]["window_s"] == 7


@pytest.mark.parametrize(
    "wrong",
    [
        {"cron": "99 * * * *"},
        {"cron": "* * * * * *"},
        {"cron": "0 0 30 2 *"},
        {"cron": "* * * *\x00*"},
        {"zone": "Mars/Olympus"},
        {"zone": "../../etc/passwd"},
        {"name": ""},
        {"name": "x" * 201},
        {"priority": 10},
        {"kind": "anything"},
        {"examine": {"window_s": -1}},
        {"examine": {"host": "not-known"}},
    ],
)
def test_a_schedule_that_can_not_be_kept_is_refused(
    client: TestClient, wrong: dict[str, Any]
) -> None:
    answer = client.post(PLACE, headers=ADMIN, json={**NIGHTLY, **wrong})

    assert answer.status_code in (400, 404, 422)
    assert client.get(PLACE, headers=ADMIN).json()["items"] == []


def test_a_schedule_is_changed_halted_and_goes_on_from_its_next_time(client: TestClient) -> None:
    kept = made(client)
    place = f"{PLACE}/{kept['id']}"

    hourly = client.patch(place, headers=ADMIN, json={"cron": "@hourly", "priority": 2}).json()
    halted = client.patch(place, headers=ADMIN, json={"enabled": False}).json()
    going = client.patch(place, headers=ADMIN, json={"enabled": True, "zone": "UTC"}).json()

    assert (hourly["next"], hourly["priority"]) == ("2026-11-21T19:00:00.000Z", 2)
    assert hourly["name"] == "each night"
    assert halted["next"] is None
    assert going["next"] == "2026-11-21T19:00:00.000Z"
    assert client.patch(place, headers=ADMIN, json={"cron": "never"}).status_code == 400


def test_schedules_are_listed_by_name_page_by_page(client: TestClient) -> None:
    for name in ("c", "a", "b"):
        made(client, name=name)

    first = client.get(f"{PLACE}?limit=2", headers=VIEWER).json()
    second = client.get(f"{PLACE}?limit=2&cursor={first['next']}", headers=VIEWER).json()

    assert [one["name"] for one in first["items"]] == ["a", "b"]
    assert [one["name"] for one in second["items"]] == ["c"]


def test_a_removed_schedule_is_not_known_any_more(client: TestClient) -> None:
    place = f"{PLACE}/{made(client)['id']}"

    assert client.delete(place, headers=ADMIN).status_code == 204
    assert client.get(place, headers=ADMIN).status_code == 404
    assert client.delete(place, headers=ADMIN).status_code == 404


def test_who_may_only_look_changes_nothing_and_strangers_see_nothing(client: TestClient) -> None:
    kept = made(client)
    place = f"{PLACE}/{kept['id']}"

    for headers, status in ((VIEWER, 403), (STRANGER, 404), ({}, 401)):
        assert client.patch(place, headers=headers, json={"name": "x"}).status_code == status
        assert client.delete(place, headers=headers).status_code == status
    assert client.get(place, headers=STRANGER).status_code == 404
    assert client.get(PLACE, headers=STRANGER).json()["items"] == []
    assert client.post(PLACE, headers=VIEWER, json=NIGHTLY).status_code == 403


def test_who_may_not_examine_may_not_have_examined_by_a_schedule_either(
    client: TestClient,
) -> None:
    keeper = {"Authorization": "Bearer acme kim *:schedules,read:hosts"}

    assert client.post(PLACE, headers=keeper, json=NIGHTLY).status_code in (403, 404)
    assert client.get(PLACE, headers=ADMIN).json()["items"] == []

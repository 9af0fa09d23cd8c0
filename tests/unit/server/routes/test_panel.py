from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from hexascope.domain.panel import Call, Event, EventKind, PanelRecord, Struck
from tests.support.content import keep, numbered
from tests.support.serving import STRANGER, VIEWER, served

PLACE = "/api/v1/panel/sessions"


def called(role: str, failure: str = "", cached_age_s: float | None = None) -> Call:
    return Call(
        role=role,
        model="fake/one",
        began_s=0.0,
        seconds=1.5,
        first_token_s=0.2,
        input_tokens=100,
        output_tokens=10,
        cached_tokens=0,
        dollars=0.25,
        size_bytes=64,
        rung="schema",
        tries=1,
        error="\x1b[31mno answer" if failure else "",
        failure=failure,
        cached_age_s=cached_age_s,
    )


EVENTS = tuple(
    Event(at_s=float(at), kind=kind, who="performance_analyst", words="<b>\u202eword")
    for at, kind in enumerate((EventKind.ASKED, EventKind.ANSWERED, EventKind.STRUCK))
)
RECORD = PanelRecord(
    seconds=2.5,
    calls=(called("performance_analyst"), called("coordinator", "late"), called("x", "", 9.0)),
    struck=(Struck(role="x", words="47", ruling="wrong", reason="no evidence"),),
    sent="é" * 10,
    events=EVENTS,
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with served(tmp_path_factory.mktemp("panel")) as client:
        yield client


@pytest.fixture(scope="module")
def by_model(client: TestClient) -> str:
    return keep(client, replace(numbered(1), panel=RECORD))


def test_panels_are_listed_without_what_rules_judged(client: TestClient, by_model: str) -> None:
    keep(client, numbered(2))

    told = client.get(PLACE, headers=VIEWER).json()

    assert [one["id"] for one in told["items"]] == [by_model]


def test_a_session_shows_what_came_of_its_calls_and_not_what_was_sent(
    client: TestClient, by_model: str
) -> None:
    answer = client.get(f"{PLACE}/{by_model}", headers=VIEWER)

    told = answer.json()
    assert told["outcomes"] == {
        "calls": 3,
        "answered": 2,
        "from_cache": 1,
        "failed": {"late": 1},
        "struck": 1,
        "questions": 0,
        "votes": 0,
        "errands": 0,
        "programs": 0,
        "input_tokens": 300,
        "output_tokens": 30,
        "cached_tokens": 0,
        "dollars": 0.75,
    }
    assert (told["mode"], told["seconds"], told["events"]) == ("full", 2.5, 3)
    assert told["sent_bytes"] == 20
    assert "é" not in answer.text
    assert "\x1b" not in told["calls"][1]["error"]


def test_events_come_in_the_order_of_time_and_in_pages(client: TestClient, by_model: str) -> None:
    place = f"{PLACE}/{by_model}/events"

    first = client.get(f"{place}?limit=2", headers=VIEWER).json()
    rest = client.get(f"{place}?limit=2&cursor={first['next']}", headers=VIEWER).json()
    struck = client.get(f"{place}?kind=struck", headers=VIEWER).json()

    assert [one["kind"] for one in (*first["items"], *rest["items"])] == [
        "asked",
        "answered",
        "struck",
    ]
    assert rest["next"] is None
    assert [one["at_s"] for one in struck["items"]] == [2.0]
    assert "\u202e" not in str(struck)
    assert client.get(f"{place}?cursor=nonsense", headers=VIEWER).status_code == 400


def test_what_rules_judged_has_no_panel_and_others_see_none(
    client: TestClient, by_model: str
) -> None:
    by_rules = keep(client, numbered(3))

    assert client.get(f"{PLACE}/{by_rules}", headers=VIEWER).status_code == 404
    assert client.get(f"{PLACE}/{by_model}", headers=STRANGER).status_code == 404
    few = {"Authorization": "Bearer acme vic read:panel:host=another"}
    assert client.get(f"{PLACE}/{by_model}/events", headers=few).status_code == 404

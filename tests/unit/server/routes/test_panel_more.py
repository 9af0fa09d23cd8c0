"""What models were sent, word by word; and how specialists do over panels."""

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256

import pytest
from starlette.testclient import TestClient

from hexascope.domain.panel import LONGEST_SENT, PanelRecord, Sent, Struck
from tests.support.content import keep, numbered
from tests.support.serving import STRANGER, VIEWER, served
from tests.unit.server.routes.test_panel import called

PLACE = "/api/v1/panel"
SHARED, ASKED = "the évidence\n", "You are the \u202e security analyst."


def sent(role: str, words: str, *, again: bool = False) -> Sent:
    whole = (("more" if again else SHARED) + words).encode()
    return Sent(
        role=role,
        at_s=0.1,
        what="opinions",
        words=words[:LONGEST_SENT],
        again=again,
        size_bytes=len(whole),
        sha256=sha256(whole).hexdigest(),
    )


RECORD = PanelRecord(
    seconds=2.5,
    calls=(
        called("security_analyst"),
        called("security_analyst", "late"),
        called("coordinator", "", 9.0),
        called("my_own"),
    ),
    struck=(Struck(role="security_analyst", words="47", ruling="wrong", reason="no evidence"),),
    sent=SHARED,
    sent_again="more",
    told=(
        sent("security_analyst", ASKED),
        sent("coordinator", "Settle it.", again=True),
        sent("my_own", "x" * (LONGEST_SENT + 1)),
    ),
    veiled=True,
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with served(tmp_path_factory.mktemp("panel")) as client:
        yield client


@pytest.fixture(scope="module")
def by_model(client: TestClient) -> str:
    keep(client, numbered(2))  # rules judged that one alone
    return keep(client, replace(numbered(1), panel=RECORD, absent={"cost_optimizer": "it hangs"}))


def test_what_was_sent_is_shown_with_the_digest_of_what_left(
    client: TestClient, by_model: str
) -> None:
    answer = client.get(f"{PLACE}/sessions/{by_model}/sent", headers=VIEWER)

    told = answer.json()
    assert told["shared"]["words"] == SHARED
    assert told["shared"]["size_bytes"] == len(SHARED.encode())
    assert told["shared_again"]["words"] == "more"
    assert told["veiled"] is True
    first, second, _ = told["calls"]
    assert first["sha256"] == sha256((SHARED + ASKED).encode()).hexdigest()
    assert (first["proven"], second["proven"], second["again"]) == (True, True, True)
    assert "\u202e" not in answer.text


def test_words_that_were_too_long_to_keep_are_not_said_to_be_what_left(
    client: TestClient, by_model: str
) -> None:
    told = client.get(f"{PLACE}/sessions/{by_model}/sent", headers=VIEWER).json()

    assert told["calls"][2]["proven"] is False
    assert told["calls"][2]["size_bytes"] == len(SHARED.encode()) + LONGEST_SENT + 1


def test_who_may_not_read_a_panel_is_not_shown_what_it_was_sent(
    client: TestClient, by_model: str
) -> None:
    few = {"Authorization": "Bearer acme vic read:panel:host=another"}
    place = f"{PLACE}/sessions/{by_model}/sent"

    assert client.get(place, headers=STRANGER).status_code == 404
    assert client.get(place, headers=few).status_code == 404
    assert client.get(f"{PLACE}/performance", headers=few).json()["did"] == []


def test_each_specialist_is_told_of_with_what_its_calls_took(
    client: TestClient, by_model: str
) -> None:
    told = client.get(f"{PLACE}/performance", headers=VIEWER).json()

    of = {one["specialist"]: one for one in told["did"]}
    assert (told["panels"], told["complete"]) == (1, True)
    security = of["security_analyst"]
    assert (security["calls"], security["answered"], security["failed"]) == (2, 1, {"late": 1})
    assert (security["seconds"], security["struck"], security["own"]) == ([1.5], 1, False)
    assert of["my_own"]["own"] is True


def test_what_was_not_measured_is_no_zero(client: TestClient, by_model: str) -> None:
    told = client.get(f"{PLACE}/performance", headers=VIEWER).json()

    of = {one["specialist"]: one for one in told["did"]}
    assert (of["coordinator"]["from_cache"], of["coordinator"]["seconds"]) == (1, [])
    assert of["cost_optimizer"]["absent"] == "it hangs"
    assert (of["cost_optimizer"]["model"], of["cost_optimizer"]["calls"]) == ("", 0)


def test_only_so_many_panels_of_a_range_are_looked_at(client: TestClient, by_model: str) -> None:
    keep(client, replace(numbered(3), panel=RECORD))

    one = client.get(f"{PLACE}/performance?panels=1", headers=VIEWER).json()
    none = client.get(f"{PLACE}/performance?until=1999-01-01T00:00:00Z", headers=VIEWER).json()

    assert (one["panels"], one["complete"]) == (1, False)
    assert (none["panels"], none["complete"], none["did"]) == (0, True, [])
    assert client.get(f"{PLACE}/performance?panels=101", headers=VIEWER).status_code == 422

"""Two servers on one bus: what is said at one is heard at the other, and a ticket fits both."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.support.live import LIVE, heard, listening, say
from tests.support.servers import valkey_address
from tests.support.serving import ADMIN, VIEWER, served


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[TestClient, TestClient]]:
    flags = {"server.bus": valkey_address()}
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    with (
        served(tmp_path / "one", flags=flags) as one,
        served(tmp_path / "two", flags=flags) as another,
    ):
        yield one, another


def test_what_is_said_at_one_is_heard_at_the_other(two: tuple[TestClient, TestClient]) -> None:
    one, another = two
    with listening(another, ADMIN, "jobs") as socket:
        heard(socket, "snapshot")
        say(one, "acme.job.1", event="state", n=1)
        assert heard(socket, "event")["data"]["n"] == 1


def test_a_ticket_of_one_lets_in_at_the_other_and_then_nowhere(
    two: tuple[TestClient, TestClient],
) -> None:
    one, another = two
    ticket = one.post("/api/v1/live/tickets", headers=VIEWER).json()["ticket"]

    with another.websocket_connect(LIVE) as socket:
        socket.send_json({"ticket": ticket})
        assert heard(socket, "hello")
    with one.websocket_connect(LIVE) as socket:
        socket.send_json({"ticket": ticket})
        assert socket.receive()["code"] == 4401


def test_who_comes_back_at_the_other_gets_a_snapshot(two: tuple[TestClient, TestClient]) -> None:
    one, another = two
    with listening(one, ADMIN, "jobs") as socket:
        shown = heard(socket, "snapshot")
    since = {"since": shown["seq"], "epoch": shown["epoch"]}
    with listening(another, ADMIN, "jobs", **since) as socket:
        assert heard(socket, "snapshot")["epoch"] != shown["epoch"]

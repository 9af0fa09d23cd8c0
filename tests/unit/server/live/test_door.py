"""The live WebSocket: who comes in, what he hears, and when he has to go."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from hexascope.bootstrap.serving.parts import Credentials, Parts
from hexascope.domain.access import Caller
from hexascope.domain.errors import StoreAway
from hexascope.domain.host import HostFacts
from hexascope.server.live import admitting, door, subscribed
from hexascope.server.live.messages import LARGEST, MESSAGES, MOST_SUBSCRIBED
from hexascope.server.live.topics import TOPICS
from tests.support.live import LIVE, heard, listening, say, with_host
from tests.support.serving import ADMIN, STRANGER, VIEWER, parts_of, recognised, served

WEB = HostFacts(id="a" * 32, name="web-1")
DB = HostFacts(id="b" * 32, name="db-1")
OF_WEB = {"host": "web-1", "id": WEB.id}
OF_DB = {"host": "db-1", "id": DB.id}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Give a server that tests share which change none of its parts."""
    with served(tmp_path_factory.mktemp("live")) as client:
        yield client


def bearer(words: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {words}"}


def submit(client: TestClient, tenant: str = "acme", kind: str = "nothing") -> str:
    parts = parts_of(client)

    async def work() -> str:
        return (await parts.jobs.submit(parts.store.of(tenant), kind, {})).id

    return client.portal.call(work)  # type: ignore[union-attr] # served() sets it


def closed(socket: Any) -> tuple[int, str]:
    """Read until the connection is closed; give the code and the reason."""
    try:
        for _ in range(200):
            socket.receive_json()
    except WebSocketDisconnect as ended:
        return ended.code, ended.reason
    raise AssertionError("it was not closed")


# what is heard


def test_who_subscribes_gets_a_snapshot_and_then_each_event(client: TestClient) -> None:
    job = submit(client)
    with listening(client, ADMIN, f"job.{job}") as socket:
        shown = heard(socket, "snapshot")
        say(client, f"acme.job.{job}", event="state", state="running")
        told = heard(socket, "event")

    assert (shown["topic"], shown["data"]["state"]) == (f"job.{job}", "waiting")
    assert (told["topic"], told["event"], told["data"]["state"]) == (
        f"job.{job}",
        "state",
        "running",
    )
    assert told["seq"] > shown["seq"]


def test_a_topic_of_many_hears_of_each_but_not_of_their_lines(client: TestClient) -> None:
    with listening(client, ADMIN, "jobs") as socket:
        heard(socket, "snapshot")
        say(client, "acme.job.1", event="log", line="much")
        say(client, "acme.job.1", event="state", state="done")
        told = heard(socket, "event")

    assert (told["topic"], told["event"]) == ("jobs", "state")


def test_lines_of_a_log_come_together_and_before_what_follows_them(client: TestClient) -> None:
    job = submit(client)
    with listening(client, ADMIN, f"job.{job}") as socket:
        heard(socket, "snapshot")
        for number in range(3):
            say(client, f"acme.job.{job}", event="log", line=f"line {number}")
        say(client, f"acme.job.{job}", event="state", state="done")
        batches = [heard(socket, "event")]
        while batches[-1]["event"] == "log":
            batches.append(heard(socket, "event"))

    lines = [one["line"] for batch in batches[:-1] for one in batch["data"]["items"]]
    assert lines == ["line 0", "line 1", "line 2"]
    assert batches[-1]["event"] == "state"


def test_nothing_of_another_tenant_is_heard(client: TestClient) -> None:
    job = submit(client, "other")
    with listening(client, ADMIN, "jobs", f"job.{job}", "hosts") as socket:
        refused = heard(socket, "problem")
        say(client, f"other.job.{job}", event="state", state="theirs")
        say(client, "acme.job.1", event="state", state="mine")
        told = heard(socket, "event")

    assert (refused["topic"], refused["title"]) == (f"job.{job}", "not known")
    assert told["data"]["state"] == "mine"


@pytest.mark.parametrize("topic", ["other.job.1", "acme.jobs", "job.", "jobs.1", "*", "job", "x.1"])
def test_a_client_names_no_tenant_and_no_topic_that_is_none(client: TestClient, topic: str) -> None:
    with listening(client, ADMIN, topic) as socket:
        assert "no topic" in heard(socket, "problem")["detail"]


def test_who_unsubscribes_hears_no_more(client: TestClient) -> None:
    with listening(client, ADMIN, "jobs", "findings") as socket:
        heard(socket, "snapshot")
        socket.send_json({"unsubscribe": ["jobs"]})
        heard(socket, "unsubscribed")
        say(client, "acme.job.1", event="state")
        say(client, "acme.finding.1", event="found")
        assert heard(socket, "event")["topic"] == "findings"


def test_a_ping_is_answered(client: TestClient) -> None:
    with listening(client) as socket:
        socket.send_json({"ping": "are you there?"})
        assert heard(socket, "pong") == {"type": "pong", "ping": "are you there?"}


def test_who_listens_to_an_examination_hears_how_far_its_job_is(client: TestClient) -> None:
    job, other = submit(client, kind="examine"), submit(client, kind="ask")
    with listening(client, ADMIN, f"examination.{job}", f"examination.{other}") as socket:
        shown = heard(socket, "snapshot")
        refused = heard(socket, "problem")
        say(client, f"acme.job.{job}", event="progress", progress=0.5)
        told = heard(socket, "event")

    assert shown["data"]["job"]["state"] == "waiting"
    assert (refused["topic"], refused["title"]) == (f"examination.{other}", "not known")
    assert (told["topic"], told["data"]["progress"]) == (f"examination.{job}", 0.5)


# coming back


def test_who_comes_back_hears_what_was_said_meanwhile(client: TestClient) -> None:
    with listening(client, ADMIN, "jobs") as socket:
        epoch = heard(socket, "snapshot")["epoch"]
        say(client, "acme.job.1", event="state", n=1)
        seen = heard(socket, "event")["seq"]
    for number in (2, 3):
        say(client, "acme.job.1", event="state", n=number)
    with listening(client, ADMIN, "jobs", since=seen, epoch=epoch) as socket:
        resumed = heard(socket, "resumed")
        found = [heard(socket, "event")["data"]["n"] for _ in range(2)]

    assert resumed["seq"] == seen
    assert found == [2, 3]


@pytest.mark.parametrize("since", [{"since": 0, "epoch": "of another server"}, {"since": 10**9}])
def test_who_comes_back_from_elsewhere_gets_a_snapshot(
    client: TestClient, since: dict[str, Any]
) -> None:
    with listening(client, ADMIN, "jobs") as socket:
        epoch = heard(socket, "snapshot")["epoch"]
    with listening(client, ADMIN, "jobs", **{"epoch": epoch, **since}) as socket:
        assert heard(socket, "snapshot")["topic"] == "jobs"


def test_after_a_gap_everything_is_shown_anew(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscribed, "SPREAD_S", 0.0)
    with listening(client, ADMIN, "jobs") as socket:
        heard(socket, "snapshot")
        bus: Any = parts_of(client).bus
        for ear in bus._ears:
            ear.deaf()
        assert heard(socket, "gap")["topic"] == "jobs"
        assert heard(socket, "snapshot")["topic"] == "jobs"


# who may


def test_a_selector_chooses_what_is_heard(client: TestClient) -> None:
    web_only = bearer("acme eve read:live,read:hosts:host=web-*,read:jobs:host=web-*")
    with_host(client, "acme", WEB)
    with_host(client, "acme", DB)
    with listening(client, web_only, "hosts", f"host.{WEB.id}", "jobs") as socket:
        shown, *_ = (heard(socket, "snapshot")["data"] for _ in range(3))
        say(client, f"acme.host.{DB.id}", event="seen", of=OF_DB)
        say(client, "acme.job.1", event="state", n=1, of=OF_DB)
        say(client, "acme.job.2", event="state", n=2)
        say(client, "acme.job.3", event="state", n=3, of=OF_WEB)
        say(client, "acme.job.4", event="state", n=4, of={"id": DB.id})
        say(client, "acme.job.5", event="state", n=5, of={"id": WEB.id})
        found = [heard(socket, "event")["data"]["n"] for _ in range(2)]
    with listening(client, web_only, f"host.{DB.id}") as socket:
        refused = heard(socket, "problem")

    assert [one["name"] for one in shown["items"]] == ["web-1"]
    assert found == [3, 5]
    assert refused["title"] == "not known"


@pytest.mark.parametrize("kind", sorted(TOPICS))
def test_without_its_permission_no_topic_is_heard(client: TestClient, kind: str) -> None:
    topic = kind if kind.endswith("s") else f"{kind}.1"
    with listening(client, bearer("acme x read:live"), topic) as socket:
        assert heard(socket, "problem")["title"] == "not allowed"


@pytest.mark.parametrize(
    ("headers", "code"),
    [({}, 4401), (bearer("wrong"), 4401), (bearer("acme x read:jobs"), 4403)],
)
def test_who_may_not_listen_is_closed_with_a_code(
    client: TestClient, headers: dict[str, str], code: int
) -> None:
    with listening(client, headers, "jobs") as socket:
        assert closed(socket)[0] == code


@pytest.mark.parametrize(
    ("origin", "good"),
    [
        ("http://localhost", True),
        ("https://team.example", True),
        ("https://friend.example", True),
        ("http://localhost:81", False),
        ("https://localhost", False),
        ("https://evil.example", False),
        ("null", False),
        ("https://team.example.evil", False),
    ],
)
def test_only_pages_of_our_own_may_listen(tmp_path: Path, origin: str, good: bool) -> None:
    flags = {
        "server.url": "https://team.example",
        "server.origins": ["https://friend.example"],
    }
    headers = {**ADMIN, "Origin": origin, "Host": "localhost"}
    with served(tmp_path, flags=flags) as client:
        if good:
            with listening(client, headers) as socket:
                assert heard(socket, "hello")["epoch"]
        else:
            with pytest.raises(WebSocketDenialResponse) as denied, listening(client, headers):
                pass
            assert denied.value.status_code == 403


def of_cookies(parts: Parts) -> Parts:
    async def recognise(credentials: Credentials) -> Caller | None:
        return await recognised(replace(credentials, bearer=credentials.session.replace("_", " ")))

    return replace(parts, recognise=recognise)


def test_a_cookie_counts_from_a_page_of_our_own_alone(tmp_path: Path) -> None:
    cookie = {"Cookie": "hexascope=acme_ann_*:*", "Host": "localhost"}
    with served(tmp_path, change=of_cookies) as client:
        with listening(client, {**cookie, "Origin": "http://localhost"}) as socket:
            assert heard(socket, "hello")
        with listening(client, cookie, "jobs") as socket:
            assert closed(socket)[0] == 4401


# tickets


def ticket(client: TestClient, headers: dict[str, str] = VIEWER) -> str:
    answer = client.post("/api/v1/live/tickets", headers=headers)
    assert answer.status_code == 201
    return str(answer.json()["ticket"])


@pytest.mark.parametrize("as_protocol", [True, False])
def test_a_ticket_lets_in_once(client: TestClient, as_protocol: bool) -> None:
    mine = ticket(client)
    for attempt in range(2):
        offered = [admitting.SUBPROTOCOL, f"ticket.{mine}"] if as_protocol else []
        with client.websocket_connect(LIVE, subprotocols=offered) as socket:
            if not as_protocol:
                socket.send_json({"ticket": mine})
            if attempt:
                assert closed(socket)[0] == 4401
            else:
                assert heard(socket, "hello")
                assert socket.accepted_subprotocol == (offered[0] if offered else None)


def test_a_ticket_is_its_callers(client: TestClient) -> None:
    with client.websocket_connect(LIVE) as socket:
        socket.send_json({"ticket": ticket(client, STRANGER)})
        socket.send_json({"subscribe": ["jobs"]})
        heard(socket, "snapshot")
        say(client, "acme.job.1", event="state", mine=True)
        say(client, "other.job.1", event="state", mine=False)
        assert heard(socket, "event")["data"]["mine"] is False


@pytest.mark.parametrize("word", ["", "x", "x" * 43, "../../etc/passwd", "\x00" * 43])
def test_what_is_no_ticket_lets_nobody_in(client: TestClient, word: str) -> None:
    with client.websocket_connect(LIVE) as socket:
        socket.send_json({"ticket": word})
        assert closed(socket)[0] == 4401


def test_the_bus_keeps_neither_a_ticket_nor_what_it_stands_for(client: TestClient) -> None:
    mine = ticket(client)
    bus: Any = parts_of(client).bus
    kept = {key: value for key, value in bus._kept.items() if key.startswith("live.")}

    assert kept
    assert not [word for word in (mine, "vic", "read:") if word in repr(kept)]


def test_who_may_not_listen_gets_no_ticket(client: TestClient) -> None:
    answers = [
        client.post("/api/v1/live/tickets", headers=one).status_code
        for one in ({}, bearer("acme x read:jobs"))
    ]

    assert answers == [401, 403]


# revoked meanwhile


class Recognising:
    """Recognises as tests do, until it is told otherwise."""

    def __init__(self) -> None:
        self.caller: Caller | Exception | None = None
        self.changed = False

    def change(self, parts: Parts) -> Parts:
        return replace(parts, recognise=self)

    async def __call__(self, credentials: Credentials) -> Caller | None:
        if not self.changed:
            return await recognised(credentials)
        if isinstance(self.caller, Exception):
            raise self.caller
        return self.caller


@pytest.fixture
def recognising(monkeypatch: pytest.MonkeyPatch) -> Recognising:
    monkeypatch.setattr(door, "RECOGNISED_S", 0.01)
    return Recognising()


def to(recognising: Recognising, words: str) -> None:
    tenant, name, allowed = words.split(" ")
    from hexascope.domain.access import permissions

    given = permissions(allowed.split(","))
    recognising.caller = Caller(tenant=tenant, id=name, name=name, kind="user", permissions=given)
    recognising.changed = True


@pytest.mark.parametrize(("words", "code"), [("", 4401), ("acme x read:jobs", 4403)])
def test_who_is_revoked_has_to_go(
    tmp_path: Path, recognising: Recognising, words: str, code: int
) -> None:
    with served(tmp_path, change=recognising.change) as client, listening(client) as socket:
        heard(socket, "hello")
        if words:
            to(recognising, words)
        recognising.changed = True
        assert closed(socket)[0] == code


def test_who_may_no_longer_read_something_hears_it_no_more(
    tmp_path: Path, recognising: Recognising
) -> None:
    with (
        served(tmp_path, change=recognising.change) as client,
        listening(client, ADMIN, "jobs", "findings") as socket,
    ):
        heard(socket, "snapshot")
        heard(socket, "snapshot")
        to(recognising, "acme ann read:live,read:findings")
        refused = heard(socket, "problem")
        say(client, "acme.job.1", event="state")
        say(client, "acme.finding.1", event="found")
        told = heard(socket, "event")

    assert (refused["topic"], refused["title"]) == ("jobs", "not allowed")
    assert told["topic"] == "findings"


def test_who_cannot_be_verified_stays_for_a_while_only(
    tmp_path: Path, recognising: Recognising, monkeypatch: pytest.MonkeyPatch
) -> None:
    with served(tmp_path, change=recognising.change) as client, listening(client) as socket:
        recognising.caller, recognising.changed = StoreAway("away"), True
        socket.send_json({"ping": "still here"})
        heard(socket, "pong")
        monkeypatch.setattr(door, "UNVERIFIED_S", 0.0)
        assert closed(socket)[0] == 1013


# limits


def test_a_message_may_be_as_large_as_its_limit_and_no_larger(client: TestClient) -> None:
    whole = {"unknown": ""}
    room = LARGEST - len(json.dumps(whole))
    with listening(client) as socket:
        socket.send_text(json.dumps({"unknown": "x" * room}))
        assert heard(socket, "problem")
        socket.send_text(json.dumps({"unknown": "x" * (room + 1)}))
        assert closed(socket)[0] == 1009


def test_who_says_too_much_at_once_is_closed(client: TestClient) -> None:
    with listening(client) as socket:
        for _ in range(door.BURST):
            socket.send_json({"ping": ""})
        for _ in range(door.BURST):
            heard(socket, "pong")
        for _ in range(door.BURST):
            socket.send_json({"ping": ""})
        assert closed(socket)[0] == 1008


def test_one_connection_listens_to_so_many_topics(client: TestClient) -> None:
    topics = [f"host.{number:032x}" for number in range(MOST_SUBSCRIBED + 1)]
    for number in range(MOST_SUBSCRIBED + 1):
        with_host(client, "acme", HostFacts(id=f"{number:032x}", name="h"))
    with listening(client, ADMIN, *topics[:MOST_SUBSCRIBED]) as socket:
        for _ in range(MOST_SUBSCRIBED):
            heard(socket, "snapshot")
        socket.send_json({"subscribe": topics[-1:]})
        assert heard(socket, "problem")["topic"] == topics[-1]
        socket.send_json({"unsubscribe": topics[:1]})
        socket.send_json({"subscribe": topics[-1:]})
        assert heard(socket, "snapshot")["topic"] == topics[-1]


def test_a_tenant_has_so_many_connections_and_another_is_not_concerned(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "MOST_OF_A_TENANT", 1)
    with listening(client) as first:
        heard(first, "hello")
        with listening(client) as second:
            assert closed(second)[0] == 1013
        with listening(client, STRANGER) as third:
            assert heard(third, "hello")


def test_who_says_nothing_has_to_go(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(admitting, "SILENT_S", 0.01)
    with client.websocket_connect(LIVE) as socket:
        assert closed(socket)[0] == 4401


@pytest.mark.parametrize("text", ["", "[]", "no JSON", "1", "[" * 5000])
def test_what_is_no_json_object_ends_the_connection(client: TestClient, text: str) -> None:
    with listening(client) as socket:
        socket.send_text(text)
        assert closed(socket)[0] == 1007


def test_open_and_closed_connections_are_counted(client: TestClient) -> None:
    def told(name: str, **labels: str) -> float:
        return parts_of(client).registry.get_sample_value(name, labels) or 0.0

    before = told("hexascope_live_closed_total", code="4401")
    with listening(client) as socket:
        heard(socket, "hello")
        assert told("hexascope_live_connections") >= 1
    with listening(client, bearer("wrong")) as socket:
        closed(socket)

    assert told("hexascope_live_closed_total", code="4401") == before + 1


def test_bytes_end_the_connection(client: TestClient) -> None:
    with listening(client) as socket:
        socket.send_bytes(b"{}")
        assert closed(socket)[0] == 1007


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=8,
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(kind=st.sampled_from([*MESSAGES, "since", "epoch"]), value=JSON, more=JSON)
def test_nonsense_is_answered_with_a_problem_or_an_end(
    client: TestClient, kind: str, value: Any, more: Any
) -> None:
    with listening(client) as socket:
        socket.send_json({kind: value, **({"since": more} if more else {})})
        socket.send_json({"ping": "after it"})
        assert heard(socket, "pong")["ping"] in ("after it", value)

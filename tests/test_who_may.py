"""Default deny: all that the server offers is declared in tests/who_may.txt, and so it answers.

A new route, WebSocket message or topic without a line there fails these tests: write one.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient, WebSocketDenialResponse
from starlette.websockets import WebSocketDisconnect

from hexascope.domain.access import Caller
from hexascope.server.requests.guard import Anyone, May
from hexascope.services.access.roles import OF_PEOPLE, ROLES, permissions_of
from tests.support.matrix import Line, declared, found
from tests.support.people import People, Person, really_recognising
from tests.support.serving import served

LINES = declared()
HTTP = [one for one in LINES if one.reached in ("GET", "POST", "PUT", "PATCH", "DELETE")]
NONSENSE = {"nothing of this kind": 1}
FITTING: dict[str, dict[str, object]] = {
    "POST /api/v1/tenants": {"id": "made"},
    "PATCH /api/v1/tenants/{tenant}": {"name": "other"},
}
"""Bodies for routes that look who asks once more, behind their guard."""

BEARER_ONLY = ("/api/v1/series/batches", "/mcp")
"""Doors for programs: they look at no cookie."""

ASKS_ITSELF = "/metrics"
"""Anyone may from loopback, or with the token of the settings; the test's client is neither."""

FLAGS = {"server.requests_per_minute": 1_000_000}


class Served:
    """A server with one user of each role, its instance's administrator, and a token."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        self.people = People(client)
        self.by_role: dict[str, Person] = {role: self.people(role, role) for role in ROLES}
        self.by_role["instance"] = self.people("root", "admin", instance=True)
        self.token = self.people.token(self.by_role["viewer"], "read:hosts")

    def ask(self, line: Line, headers: dict[str, str]) -> int:
        """Ask for what a line is about, with ids of nothing and a body that fits nothing."""
        path = line.what
        while "{" in path:
            start, _, rest = path.partition("{")
            path = f"{start}x{rest.partition('}')[2]}"
        nothing = line.reached in ("GET", "DELETE")
        body = None if nothing else FITTING.get(str(line), NONSENSE)
        answer = self.client.request(line.reached, path, headers=headers, json=body)
        return answer.status_code

    def token_of(self, role: str, *permissions: str) -> dict[str, str]:
        """Give a token of somebody of a role."""
        return self.people.token(self.people.again(self.by_role[role]), *permissions)

    def as_role(self, line: Line, role: str) -> int:
        """Ask as somebody of a role, in a session of its own: what is asked may end it."""
        somebody = self.people.again(self.by_role[role])
        if line.what not in BEARER_ONLY:
            return self.ask(line, somebody.headers)
        held = f"{line.verb}:{line.resource}" if role in line.who else "read:me"
        return self.ask(line, self.people.token(somebody, held))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder: Path = tmp_path_factory.mktemp("who-may")
    with served(folder, change=really_recognising, flags=FLAGS) as client:
        yield Served(client)


def test_all_that_is_offered_is_declared_and_nothing_else(server: Served) -> None:
    app = server.client.app
    assert isinstance(app, FastAPI)

    offered = found(app).keys()

    missing = [" ".join(one) for one in sorted(offered - {one.key for one in LINES})]
    assert not missing, f"say in tests/who_may.txt who may: {missing}"
    gone = [str(one) for one in LINES if one.key not in offered]
    assert not gone, f"no longer offered: {gone}"


def test_each_guard_is_the_one_that_is_declared(server: Served) -> None:
    app = server.client.app
    assert isinstance(app, FastAPI)
    offered = found(app)

    for line in LINES:
        guard = offered[line.key]
        assert guard is not None, f"{line} has no guard"
        if line.who == {"anyone"}:
            assert isinstance(guard, Anyone), line
            assert guard.reason
        else:
            assert isinstance(guard, May), line
            assert (str(guard.verb), guard.resource) == (line.verb, line.resource), line


@pytest.mark.parametrize("line", [one for one in LINES if one.who & ROLES.keys()], ids=str)
def test_the_roles_table_lets_through_whom_the_line_names_and_nobody_else(line: Line) -> None:
    passing = {
        role
        for role in ROLES
        if Caller(
            tenant="acme",
            id="x",
            name="x",
            kind="user",
            permissions=OF_PEOPLE + permissions_of([role], {}),
        ).may_some(line.verb, line.resource)
    }

    assert passing == line.who & ROLES.keys()


@pytest.mark.parametrize("line", HTTP, ids=str)
def test_who_does_not_log_in_is_told_to(server: Served, line: Line) -> None:
    status = server.ask(line, {})

    open_to_all = line.who == {"anyone"} and line.what != ASKS_ITSELF
    assert (status != 401) if open_to_all else (status == 401)


@pytest.mark.parametrize("line", HTTP, ids=str)
def test_each_role_is_let_through_or_refused_as_declared(server: Served, line: Line) -> None:
    if line.who == {"anyone"}:
        assert server.ask(line, {}) != 403
        return
    statuses = {role: server.as_role(line, role) for role in ROLES}
    if "instance" in line.who:
        statuses["instance"] = server.as_role(line, "instance")
    if "token" in line.who:
        statuses["token"] = server.ask(line, server.token)

    through = {role for role, status in statuses.items() if status not in (401, 403)}

    assert through == line.who, statuses
    assert all(status < 500 for status in statuses.values()), statuses


LIVE = "ws://localhost/api/v1/live"
TOOLS = [one for one in LINES if one.reached == "TOOL"]
TOPICS = [one for one in LINES if one.reached == "TOPIC"]


@pytest.mark.parametrize("line", TOOLS, ids=str)
def test_each_tool_is_refused_to_whom_the_line_does_not_name(server: Served, line: Line) -> None:
    words = {"name": line.what, "arguments": NONSENSE}
    call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": words}
    accept = {"Accept": "application/json, text/event-stream"}
    refused = set()
    for role in ROLES:
        held = ["read:mcp", f"{line.verb}:{line.resource}"] if role in line.who else ["read:mcp"]
        token = server.token_of(role, *held)
        answer = server.client.post("/mcp", headers={**token, **accept}, json=call)
        assert answer.status_code == 200, answer.text
        if f"may not {line.verb}" in answer.text:
            refused.add(role)

    assert refused == ROLES.keys() - line.who


@pytest.mark.parametrize("line", TOPICS, ids=str)
def test_each_topic_is_refused_to_whom_may_not_read_it(server: Served, line: Line) -> None:
    topic = line.what if line.what.endswith("s") else f"{line.what}.x"
    other = "jobs" if line.resource != "jobs" else "hosts"
    for held, heard in ((f"{line.verb}:{line.resource}", True), (f"read:{other}", False)):
        token = server.token_of("admin", "read:live", held)
        with server.client.websocket_connect(LIVE, headers=token) as live:
            live.send_json({"subscribe": [topic]})
            assert live.receive_json()["type"] == "hello"
            said = live.receive_json()
        assert (said.get("title") != "not allowed") == heard, said


def test_the_live_door_opens_to_nobody_unknown_and_to_no_page_of_others(server: Served) -> None:
    for headers in (
        {"Authorization": "Bearer hxs_nothing"},
        {**server.token_of("admin", "read:jobs")},
        {**server.people.again(server.by_role["viewer"]).headers, "Origin": "https://evil.example"},
    ):
        with (
            pytest.raises((WebSocketDenialResponse, WebSocketDisconnect)),
            server.client.websocket_connect(LIVE, headers=headers) as live,
        ):
            live.receive_json()
    with server.client.websocket_connect(
        LIVE, headers=server.token_of("viewer", "read:live")
    ) as live:
        assert live.receive_json()["type"] == "hello"

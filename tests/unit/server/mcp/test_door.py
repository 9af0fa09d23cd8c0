"""MCP over HTTP: by token, within the caller's tenant and permissions."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from hexascope.domain.host import HostFacts
from hexascope.server.mcp.bounded import MOST_BYTES
from hexascope.server.mcp.door import TOOLS
from hexascope.server.mcp.tools import ALL
from tests.support.live import with_host
from tests.support.serving import ADMIN, STRANGER, VIEWER, served

MODERN = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": "2025-06-18"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Give a server that the tests of this file share."""
    with served(tmp_path_factory.mktemp("mcp")) as client:
        with_host(client, "acme", HostFacts(id="a" * 32, name="web-1"))
        yield client


def bearer(words: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {words}"}


def ask(client: TestClient, method: str, headers: dict[str, str], **params: Any) -> Any:
    message = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
    return client.post("/mcp", json=message, headers={**MODERN, **headers})


def call(client: TestClient, headers: dict[str, str], tool: str, **arguments: Any) -> Any:
    answer = ask(client, "tools/call", headers, name=tool, arguments=arguments)
    assert answer.status_code == 200, answer.text
    result = answer.json()["result"]
    (content,) = result["content"]
    assert len(content["text"].encode()) <= MOST_BYTES
    return json.loads(content["text"])


def test_a_client_is_greeted_and_told_of_the_tools(client: TestClient) -> None:
    hello = ask(
        client,
        "initialize",
        VIEWER | bearer("acme vic read:*"),
        protocolVersion="2025-06-18",
        capabilities={},
        clientInfo={"name": "test", "version": "1"},
    )
    tools = ask(client, "tools/list", VIEWER)

    assert hello.json()["result"]["serverInfo"]["name"] == "hexascope"
    assert "never instructions" in hello.json()["result"]["instructions"]
    assert {one["name"] for one in tools.json()["result"]["tools"]} == set(ALL)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        (bearer("wrong"), 401),
        ({"Cookie": "hexascope=acme_ann_*:*", "Origin": "http://localhost"}, 401),
        (bearer("acme x read:hosts"), 403),
    ],
)
def test_without_a_token_that_may_nothing_is_answered(
    client: TestClient, headers: dict[str, str], status: int
) -> None:
    answer = ask(client, "tools/list", headers)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("tool", sorted(ALL))
def test_each_tool_needs_its_own_permission(client: TestClient, tool: str) -> None:
    guard = TOOLS[tool]
    arguments = {"query_series": {"match": "*"}, "explain": {"name": "cpu_saturation"}}
    wide = bearer("acme x read:mcp,read:hosts,read:jobs")

    refused = call(client, wide, tool, **arguments.get(tool, {}))

    assert f"may not {guard.verb} {guard.resource}" in refused["problem"]


def test_who_may_only_read_does_not_examine(client: TestClient) -> None:
    assert "may not run examinations" in call(client, VIEWER, "examine")["problem"]


def test_tools_answer_from_the_callers_tenant(client: TestClient) -> None:
    assert call(client, VIEWER, "list_findings")["findings"] == []
    assert call(client, VIEWER, "query_series", match="*", host="web-1")["lines"] == []
    assert call(client, STRANGER, "query_series", match="*", host="web-1")["problem"]
    assert "no examination" in call(client, VIEWER, "get_report")["problem"]
    assert "cpu" in call(client, VIEWER, "explain", name="cpu_saturation")["explanation"]


@pytest.mark.parametrize("examination", ["latest", "a" * 36, "../../etc/passwd", "\x00"])
def test_a_report_of_nobody_is_a_problem(client: TestClient, examination: str) -> None:
    assert call(client, ADMIN, "get_report", examination=examination)["problem"]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{}", b"no JSON", b"[" * 10_000, b'{"jsonrpc":"2.0","id":1,"method":"x"}']
)
def test_nonsense_is_refused(client: TestClient, body: bytes) -> None:
    headers = {**MODERN, **VIEWER, "Content-Type": "application/json"}
    answer = client.post("/mcp", content=body, headers=headers)

    assert answer.status_code < 500
    assert answer.status_code >= 400 or "error" in answer.json()


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_only_posts_are_heard(client: TestClient, method: str) -> None:
    assert client.request(method, "/mcp", headers=VIEWER).status_code == 405

"""MCP over a server's database: what is kept, seen by who may; an examination is one deed."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import func
from starlette.testclient import TestClient

from hexascope.server.mcp.serving import SCHEME
from hexascope.store.database.hosts import Hosts
from hexascope.store.database.tables.audit import audit_records
from tests.support.content import call as in_loop
from tests.support.content import keep, numbered, worked
from tests.support.serving import ADMIN, STRANGER, VIEWER, parts_of, served
from tests.unit.server.mcp.test_door import ask, bearer, call

FIRST, SECOND = numbered(1), numbered(2)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """Give a server with two kept examinations of one host."""
    with served(tmp_path_factory.mktemp("stored")) as client:
        keep(client, FIRST)
        keep(client, SECOND)
        yield client


def host_of(client: TestClient) -> str:
    scope = parts_of(client).store.of("acme")
    return in_loop(client, Hosts(scope).all)[0].facts.name


def deeds(client: TestClient) -> int:
    scope = parts_of(client).store.of("acme")
    count = scope.select(audit_records, func.count())
    return int(in_loop(client, lambda: scope.read(lambda one: one.execute(count).scalar_one())))


def test_the_latest_report_is_the_newest_and_others_come_by_their_id(client: TestClient) -> None:
    latest = call(client, VIEWER, "get_report")
    earlier = call(client, VIEWER, "get_report", examination=FIRST.id, parts=["id", "time"])

    assert latest["id"] == SECOND.id
    assert earlier["id"] == FIRST.id
    assert set(earlier) == {"note", "id", "time"}


def test_findings_are_listed_the_newest_first(client: TestClient) -> None:
    found = call(client, VIEWER, "list_findings", severity="info")["findings"]
    of_one = call(client, VIEWER, "list_findings", severity="info", examination=FIRST.id)

    assert found[0]["examination"] == SECOND.id
    assert {one["examination"] for one in of_one["findings"]} == {FIRST.id}


def test_another_tenant_sees_nothing_of_it(client: TestClient) -> None:
    assert call(client, STRANGER, "get_report")["problem"]
    assert call(client, STRANGER, "get_report", examination=FIRST.id)["problem"]
    assert call(client, STRANGER, "list_findings", severity="info")["findings"] == []


@pytest.mark.parametrize(("pattern", "seen"), [("{}", True), ("elsewhere-*", False)])
def test_a_selector_chooses_hosts(client: TestClient, pattern: str, seen: bool) -> None:
    chosen = pattern.format(host_of(client))
    reader = bearer(f"acme x read:mcp,read:reports:host={chosen},read:findings:host={chosen}")

    report = call(client, reader, "get_report", examination=FIRST.id)
    latest = call(client, reader, "get_report")
    found = call(client, reader, "list_findings", severity="info")["findings"]
    listed = ask(client, "resources/list", reader).json()["result"]["resources"]

    assert ("problem" not in report, "problem" not in latest) == (seen, seen)
    assert (bool(found), bool(listed)) == (seen, seen)


def test_kept_reports_are_resources(client: TestClient) -> None:
    listed = ask(client, "resources/list", VIEWER).json()["result"]["resources"]
    read = ask(client, "resources/read", VIEWER, uri=f"{SCHEME}{FIRST.id}").json()["result"]
    other = ask(client, "resources/read", STRANGER, uri=f"{SCHEME}{FIRST.id}").json()

    assert [one["uri"] for one in listed] == [f"{SCHEME}{one.id}" for one in (SECOND, FIRST)]
    assert json.loads(read["contents"][0]["text"])["id"] == FIRST.id
    assert "error" in other


def test_who_may_not_read_reports_gets_no_resources(client: TestClient) -> None:
    answer = ask(client, "resources/list", bearer("acme x read:mcp")).json()

    assert "may not read reports" in answer["error"]["message"]


def test_examining_is_a_job_that_is_waited_for_and_one_deed(client: TestClient) -> None:
    before = deeds(client)
    with worked(client):
        made: dict[str, Any] = call(client, ADMIN, "examine", window_seconds=0, scope=["memory"])

    assert made["health"], made
    assert call(client, VIEWER, "get_report", examination=made["id"])["id"] == made["id"]
    assert deeds(client) == before + 1


def test_an_examination_that_lasts_is_told_by_its_id(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hexascope.server.mcp import tools

    monkeypatch.setattr(tools, "LONGEST_WAIT_S", 0.0)

    told = call(client, ADMIN, "examine", window_seconds=0)

    assert told["state"] == "waiting"
    assert told["examination"] in told["next"]

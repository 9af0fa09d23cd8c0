from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexascope.domain.use import Severity
from tests.support.content import keep, numbered
from tests.support.serving import ADMIN, STRANGER, VIEWER, parts_of, served

PLACE = "/api/v1/findings"
ID = "a" * 16


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


def kept(client: TestClient, number: int, *, host: str = "w", grave: bool = True) -> str:
    one = numbered(number)
    (found,) = one.findings
    severity = Severity.HIGH if grave else Severity.LOW
    return keep(
        client,
        replace(
            one,
            host=replace(one.host, id=host * 32, name=f"{host}-1"),
            findings=(replace(found, severity=severity),),
        ),
    )


def examinations(client: TestClient, query: str = "") -> list[str]:
    told = client.get(f"{PLACE}?{query}", headers=VIEWER).json()
    return [one["examination"] for one in told["items"]]


def test_findings_are_those_of_the_newest_examination_of_each_host(client: TestClient) -> None:
    old, new, other = kept(client, 1), kept(client, 3), kept(client, 2, host="d")

    assert examinations(client) == [new, other]
    assert examinations(client, "all=true") == [new, other, old]
    assert examinations(client, f"examination={old}") == [old]
    assert examinations(client, "since=2026-11-21T06:02:00Z") == [new, other]


def test_findings_are_chosen_by_severity_check_and_host(client: TestClient) -> None:
    grave, slight = kept(client, 1), kept(client, 2, host="d", grave=False)

    assert examinations(client, "severity=high") == [grave]
    assert examinations(client, "severity=low") == [slight, grave]
    assert examinations(client, "severity=critical") == []
    assert examinations(client, "host=d-*") == [slight]
    assert examinations(client, "check=cpu_saturation") == [slight, grave]
    assert examinations(client, "check=another") == []
    assert examinations(client, "resource=cpu&when=now") == [slight, grave]
    assert client.get(f"{PLACE}?severity=bad", headers=VIEWER).status_code == 422


def test_long_lists_come_in_pages(client: TestClient) -> None:
    ids = [kept(client, number) for number in range(3)]

    seen, cursor = [], ""
    for _ in range(3):
        told = client.get(f"{PLACE}?all=true&limit=1&cursor={cursor}", headers=VIEWER).json()
        seen += [one["examination"] for one in told["items"]]
        cursor = told["next"] or ""

    assert seen == ids[::-1]
    assert cursor == ""


def test_one_finding_is_shown_with_its_evidence(client: TestClient) -> None:
    id_ = kept(client, 1)

    told = client.get(f"{PLACE}/{id_}/{ID}", headers=VIEWER).json()

    assert told["culprit"] == "worker"
    assert list(told["evidence"]) == told["whole"]["evidence"]
    assert told["evidence"]["pressure.some_share{resource=cpu}"]["value"] == 0.47
    assert client.get(f"{PLACE}/{id_}/{'b' * 16}", headers=VIEWER).status_code == 404
    assert client.get(f"{PLACE}/{id_}/{ID}", headers=STRANGER).status_code == 404


def test_a_finding_is_ignored_for_a_reason_and_shown_again(client: TestClient) -> None:
    first, second = kept(client, 1), kept(client, 2)
    place = f"{PLACE}/{first}/{ID}/ignored"

    put = client.put(place, headers=ADMIN, json={"reason": "known since May"})

    assert put.status_code == 204
    one = client.get(f"{PLACE}/{second}/{ID}", headers=VIEWER).json()
    assert (one["ignored"], one["ignored_because"]) == (True, "known since May")
    assert client.put(place, headers=VIEWER, json={"reason": "mine too"}).status_code == 403
    assert client.delete(place, headers=ADMIN).status_code == 204
    assert client.get(f"{PLACE}/{second}/{ID}", headers=VIEWER).json()["ignored"] is False
    assert client.delete(place, headers=ADMIN).status_code == 404


def test_what_is_ignored_until_a_time_is_shown_again_after_it(tmp_path: Path) -> None:
    now = [1_795_000_000.0]
    with served(tmp_path, change=lambda parts: replace(parts, clock=lambda: now[0])) as client:
        place = f"{PLACE}/{kept(client, 1)}/{ID}"

        def ignore(until: str) -> int:
            told = {"reason": "until then", "until": until}
            return client.put(f"{place}/ignored", headers=ADMIN, json=told).status_code

        assert parts_of(client).clock() == now[0]
        assert ignore("2026-11-18T00:00:00Z") == 400
        assert ignore("2026-12-24T00:00:00Z") == 204
        assert client.get(place, headers=VIEWER).json()["ignored"] is True
        now[0] += 60 * 86_400
        assert client.get(place, headers=VIEWER).json()["ignored"] is False


def test_who_may_see_one_host_sees_its_findings_alone(client: TestClient) -> None:
    kept(client, 1)
    mine = kept(client, 2, host="d")
    headers = {"Authorization": "Bearer acme vic read:findings:host=d-*"}

    told = client.get(f"{PLACE}?all=true", headers=headers).json()

    assert [one["examination"] for one in told["items"]] == [mine]

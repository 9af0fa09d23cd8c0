"""What lists are narrowed by, and what is said beside, so that a page need not ask for all."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from hexascope.bootstrap.serving.content import here
from hexascope.domain.text import text
from hexascope.store.database.tables.jobs import jobs
from tests.support.content import keep, numbered
from tests.support.people import People, really_recognising
from tests.support.serving import ADMIN, VIEWER, parts_of, served

API = "/api/v1"


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        yield client


def ids(client: TestClient, path: str) -> list[str]:
    answer = client.get(f"{API}{path}", headers=VIEWER)
    assert answer.status_code == 200, answer.text
    return [one.get("examination") or one["id"] for one in answer.json()["items"]]


def kept(client: TestClient, number: int, host: str, title: str = "it waits") -> str:
    one = numbered(number)
    (found,) = one.findings
    return keep(
        client,
        replace(
            one,
            host=replace(one.host, id=host, name=f"{host}-1"),
            findings=(replace(found, title=text("{title}", title=title)),),
        ),
    )


def test_the_newest_examination_of_each_host_is_asked_for_at_once(client: TestClient) -> None:
    kept(client, 1, "web")
    newest, other = kept(client, 3, "web"), kept(client, 2, "db")

    assert ids(client, "/examinations?newest=true") == [newest, other]
    assert ids(client, "/examinations?newest=true&host=db-*") == [other]
    assert ids(client, "/examinations?newest=true&since=2026-11-21T06:03:00Z") == [newest]
    assert len(ids(client, "/examinations")) == 3


def test_newest_examinations_come_in_pages(client: TestClient) -> None:
    several = [kept(client, number, f"h{number}") for number in range(5)]
    path, shown = f"{API}/examinations?newest=true&limit=2", list[str]()
    cursor: Any = ""
    while cursor is not None:
        told = client.get(f"{path}&cursor={cursor}" if cursor else path, headers=VIEWER).json()
        shown += [one["id"] for one in told["items"]]
        cursor = told["next"]

    assert shown == several[::-1]


def test_ignored_findings_are_left_out_or_shown_alone(client: TestClient) -> None:
    noisy, other = kept(client, 1, "web"), kept(client, 2, "db")
    (finding,) = client.get(f"{API}/findings?examination={noisy}", headers=VIEWER).json()["items"]
    place = f"{API}/findings/{noisy}/{finding['id']}/ignored"
    assert client.put(place, headers=ADMIN, json={"reason": "known"}).status_code == 204

    assert ids(client, "/findings?ignored=yes") == [noisy]
    assert ids(client, "/findings?ignored=no") == [other]
    assert ids(client, "/findings") == [other, noisy]


def test_a_finding_is_ignored_until_its_time_and_no_longer(tmp_path: Path) -> None:
    now = [1_795_240_000.0]
    with served(tmp_path, change=lambda parts: replace(parts, clock=lambda: now[0])) as client:
        noisy = kept(client, 1, "web")
        (one,) = client.get(f"{API}/findings", headers=VIEWER).json()["items"]
        place = f"{API}/findings/{noisy}/{one['id']}/ignored"
        until = {"reason": "known", "until": "2026-11-22T06:00:00Z"}
        assert client.put(place, headers=ADMIN, json=until).status_code == 204
        assert ids(client, "/findings?ignored=yes") == [noisy]

        now[0] += 10 * 86400

        assert ids(client, "/findings?ignored=yes") == []
        assert ids(client, "/findings?ignored=no") == [noisy]


def test_findings_are_found_by_letters_of_their_title(client: TestClient) -> None:
    swap = kept(client, 1, "web", "Swap fills up: 100% by noon")
    disk = kept(client, 2, "db", "disk sda_1 answers late")

    assert ids(client, "/findings?text=SWAP") == [swap]
    assert ids(client, "/findings?text=100%25") == [swap]
    assert ids(client, "/findings?text=%25") == [swap], "a sign of the database's own is a letter"
    assert ids(client, "/findings?text=a_1") == [disk]
    assert ids(client, "/findings?text=axx1") == []


def test_the_machine_of_the_server_is_marked_among_the_hosts(client: TestClient) -> None:
    kept(client, 1, here().id)
    kept(client, 2, "other")

    told = client.get(f"{API}/hosts", headers=VIEWER).json()["items"]

    assert {one["id"]: one["here"] for one in told} == {here().id: True, "other": False}
    assert client.get(f"{API}/hosts/{here().id}", headers=VIEWER).json()["here"] is True
    assert client.get(f"{API}/hosts/other", headers=VIEWER).json()["here"] is False


def test_the_step_of_a_job_is_said_in_the_language_that_is_asked_for(client: TestClient) -> None:
    made = client.post(f"{API}/examinations", headers=ADMIN, json={}).json()
    scope = parts_of(client).store.of("acme")
    steps = {"judging": "avaliando", "looking at the host": "observando a máquina", "": ""}

    for english, portuguese in steps.items():
        tell(client, scope, made["id"], english)
        for lang, word in (("en", english), ("pt", portuguese)):
            one = client.get(f"{API}/jobs/{made['id']}?lang={lang}", headers=VIEWER).json()
            (line,) = client.get(f"{API}/jobs?lang={lang}", headers=VIEWER).json()["items"]
            assert one["step"] == line["step"] == word


def tell(client: TestClient, scope: Any, job: str, step: str) -> None:
    """Write the step of a job, as who runs it does."""
    assert client.portal is not None
    change = scope.update(jobs).where(jobs.c.id == job).values(step=step)

    async def work() -> None:
        await scope.write(lambda connection: connection.execute(change))

    client.portal.call(work)


def test_who_is_logged_in_is_told_of_his_address_and_a_token_is_not(tmp_path: Path) -> None:
    with served(tmp_path, change=really_recognising) as client:
        people = People(client)
        ann = people("ann", "admin")
        token = people.token(ann, "read:me")

        person = client.get(f"{API}/me", headers=ann.headers).json()
        machine = client.get(f"{API}/me", headers=token).json()

    assert person["has_authenticator"] is False
    assert isinstance(person["email"], str)
    assert (machine["email"], machine["has_authenticator"]) == ("", False)

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexascope.bootstrap.serving.content import here
from hexascope.bootstrap.serving.parts import Parts
from hexascope.server.frame.security import policy_of
from tests.support.content import keep, numbered
from tests.support.examinations import examination
from tests.support.serving import STRANGER, VIEWER, parts_of, served


async def yes() -> bool:
    return True


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with served(tmp_path) as client:
        client.follow_redirects = False
        yield client


def kept_here(client: TestClient, number: int) -> str:
    """Keep an examination of the machine that this test runs on."""
    about = examination()
    return keep(client, numbered(number, replace(about, host=replace(about.host, id=here().id))))


def test_before_anybody_can_log_in_it_says_where_the_link_is(client: TestClient) -> None:
    answer = client.get("/")

    assert answer.status_code == 200
    assert "this server printed a link" in answer.text
    assert "Nobody" not in client.get("/", headers={"Accept-Language": "pt-BR"}).text


def test_strangers_are_sent_to_log_in(tmp_path: Path) -> None:
    def ready(parts: Parts) -> Parts:
        return replace(parts, login_ready=yes)

    with served(tmp_path, change=ready) as client:
        answer = client.get("/", follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, "/login?next=/")


def test_until_there_is_a_report_it_says_how_to_make_one(client: TestClient) -> None:
    answer = client.get("/", headers=VIEWER)

    assert "No examination of this machine is kept yet." in answer.text
    assert "POST /api/v1/examinations" in answer.text
    assert "refresh" not in answer.headers


def test_while_one_is_made_the_page_looks_again(client: TestClient) -> None:
    asked = client.post(
        "/api/v1/examinations", json={}, headers={"Authorization": "Bearer acme ann *:*"}
    )
    assert asked.status_code == 202
    answer = client.get("/", headers=VIEWER)

    assert "One is being made" in answer.text
    assert answer.headers["refresh"] == "3"


def test_the_newest_report_is_shown_with_its_own_style_alone(client: TestClient) -> None:
    kept_here(client, 1)
    newest = kept_here(client, 2)
    answer = client.get("/", headers=VIEWER)

    shown = client.get(f"/api/v1/examinations/{newest}/report.html", headers=VIEWER)
    assert answer.text == shown.text
    policy = answer.headers["content-security-policy"]
    style = re.findall("<style>(.*?)</style>", answer.text, re.DOTALL)[0]
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in policy
    assert "unsafe" not in policy
    assert " style=" not in answer.text, "an inline style would not be shown under this policy"


@pytest.mark.parametrize("headers", [STRANGER, {"Authorization": "Bearer acme eve read:users"}])
def test_who_may_not_see_it_sees_as_if_there_were_none(
    client: TestClient, headers: dict[str, str]
) -> None:
    kept_here(client, 1)
    answer = client.get("/", headers=headers)

    assert answer.status_code == 200
    assert "No examination of this machine is kept yet." in answer.text
    assert parts_of(client).store is not None


def test_each_style_of_a_report_is_named_by_its_hash() -> None:
    told = policy_of("<style>a{}</style><p><style>b{}</style>")

    assert told.count("'sha256-") == 2

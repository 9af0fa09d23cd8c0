"""Words that no database or terminal likes, in every place that takes words."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.support.content import keep, numbered
from tests.support.serving import ADMIN, served
from tests.unit.server.routes.test_specialists import WAITS

WORDS = ("half \ud800 a letter", "nul \0 byte", "\u202eturned", "\x1b[31mred", "'; DROP TABLE x;--")
API = "/api/v1"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with served(tmp_path_factory.mktemp("hostile")) as client:
        yield client


@pytest.fixture(scope="module")
def known(client: TestClient) -> dict[str, str]:
    one = numbered(1)
    return {"examination": keep(client, one), "host": one.host.id, "finding": one.findings[0].id}


def asked(known: dict[str, str], words: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give each request that takes words, with these in it."""
    examination = known["examination"]
    yield "POST", f"{API}/examinations", {"host": words}
    yield "POST", f"{API}/examinations", {"model": words}
    yield "POST", f"{API}/examinations", {"target": {"kind": "unit", "name": words}}
    yield "POST", f"{API}/tasks", {"words": words}
    yield "POST", f"{API}/tasks", {"words": "Why?", "host": words}
    yield "POST", f"{API}/conversations", {"examination": examination, "question": words}
    yield "POST", f"{API}/conversations", {"examination": examination, "question": "x", "to": words}
    yield "POST", f"{API}/specialists", {**WAITS, "mandate": words}
    yield "POST", f"{API}/specialists", {**WAITS, "evidence": [words]}
    yield "PATCH", f"{API}/hosts/{known['host']}", {"labels": {"team": words}}
    place = f"{API}/findings/{examination}/{known['finding']}/ignored"
    yield "PUT", place, {"reason": words}
    yield "POST", "/api/insights/panel", {"host": words}


@pytest.mark.parametrize("words", WORDS)
def test_words_are_taken_or_refused_and_never_break_the_server(
    client: TestClient, known: dict[str, str], words: str
) -> None:
    headers = {**ADMIN, "Content-Type": "application/json"}
    for method, path, body in asked(known, words):
        answer = client.request(method, path, headers=headers, content=json.dumps(body).encode())
        assert answer.status_code < 500, (method, path, answer.text)
        client.delete(f"{API}/specialists/waits_keeper", headers=ADMIN)

    for path in ("tasks", "hosts", "findings?all=true", "specialists", "jobs"):
        listed = client.get(f"{API}/{path}", headers=ADMIN)
        assert listed.status_code == 200
        assert "\u202e" not in listed.text
        assert "\x1b" not in listed.text


@pytest.mark.parametrize("words", [*WORDS, "%00", "%ff", "../../../etc/passwd", "a" * 300])
def test_ids_and_filters_of_any_kind_are_answered(client: TestClient, words: str) -> None:
    shown = words.encode(errors="surrogatepass").decode(errors="replace")
    part = quote(shown, safe="%")
    for name in ("examinations", "verdicts", "tasks", "hosts", "specialists", "panel/sessions"):
        assert client.get(f"{API}/{name}/{part}", headers=ADMIN).status_code in (404, 400, 422)
    for name in ("examinations", "findings", "snapshots", "hosts"):
        for query in ("host", "label", "name", "cursor", "since", "check"):
            told = client.get(f"{API}/{name}", headers=ADMIN, params={query: shown})
            assert told.status_code < 500, (name, query)

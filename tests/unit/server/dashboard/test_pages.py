import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from hexascope.bootstrap.serving.parts import Parts
from hexascope.server.dashboard.pages import PAGES
from hexascope.server.doors.fields import own_place
from tests.support.serving import VIEWER
from tests.unit.server.dashboard.folders import dashboard_in

BELOW = ("", "/0a1b", "/0a1b/findings/cpu.saturated", "?lang=pt", "/a%20b?q=1&r=%C3%A4")


async def yes() -> bool:
    return True


def ready(parts: Parts) -> Parts:
    return replace(parts, login_ready=yes)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with dashboard_in(tmp_path_factory.mktemp("pages"), change=ready) as client:
        yield client


@pytest.fixture(scope="module")
def without(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with dashboard_in(tmp_path_factory.mktemp("none"), change=ready, built=False) as client:
        yield client


@pytest.mark.parametrize("name", PAGES)
def test_each_page_and_all_below_it_show_the_dashboard(client: TestClient, name: str) -> None:
    for below in BELOW:
        answer = client.get(f"/{name}{below}", headers=VIEWER)
        assert answer.status_code == 200, below
        assert '<div id="root">' in answer.text
    assert '<div id="root">' in client.get("/", headers=VIEWER).text


def test_each_answer_has_a_nonce_of_its_own_for_styles_and_none_for_scripts(
    client: TestClient,
) -> None:
    nonces = set()
    for _ in range(3):
        answer = client.get("/overview", headers=VIEWER)
        said = set(re.findall(r'nonce="([^"]*)"', answer.text))
        policy = dict(
            one.strip().partition(" ")[::2]
            for one in answer.headers["content-security-policy"].split(";")
        )
        [nonce] = said
        nonces.add(nonce)
        assert re.fullmatch("[A-Za-z0-9_-]{20,}", nonce)
        assert policy["style-src"] == f"'self' 'nonce-{nonce}'"
        assert policy["script-src"] == "'self'"
        assert policy["connect-src"] == policy["font-src"] == policy["frame-src"] == "'self'"
        assert policy["img-src"] == "'self' data:"
        assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
    assert len(nonces) == 3


@pytest.mark.parametrize(
    "path",
    ["/hostsx", "/Hosts", "/x/hosts", "/api/hosts", "/api/v1/nothing", "/nothing",
     "/assets/hosts", "/%2fhosts"],
)  # fmt: skip
def test_an_unknown_address_is_a_problem_as_before(client: TestClient, path: str) -> None:
    answer = client.get(path, headers=VIEWER)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_a_page_knows_no_method_but_get(client: TestClient, method: str) -> None:
    assert client.request(method, "/hosts", headers=VIEWER).status_code == 404
    assert client.head("/hosts", headers=VIEWER).status_code == 200


@pytest.mark.parametrize(
    "place", ["/", "/hosts/0a1b", "/findings?severity=high&host=web-1", "/series?q=a%26b%20%C3%A4"]
)
def test_a_stranger_logs_in_and_comes_back_to_the_very_address(
    client: TestClient, place: str
) -> None:
    answer = client.get(place)

    assert answer.status_code == 303
    sent_to = urlsplit(answer.headers["location"])
    assert (sent_to.scheme, sent_to.netloc, sent_to.path) == ("", "", "/login")
    assert parse_qs(sent_to.query) == {"next": [place]}
    assert own_place(place) == place


@given(below=st.text(max_size=60), query=st.text(max_size=60))
def test_no_address_sends_a_stranger_to_another_origin(
    client: TestClient, below: str, query: str
) -> None:
    answer = client.get(f"/hosts/x{quote(below)}", params={"q": query})
    if answer.status_code != 303:
        assert answer.status_code in (400, 404), "an address that could be read in two ways"
        return
    [place] = parse_qs(urlsplit(answer.headers["location"]).query)["next"]

    assert own_place(place) == place
    assert place.startswith("/hosts/x")


def test_an_address_too_long_for_the_login_leads_to_the_first_page(client: TestClient) -> None:
    answer = client.get("/findings?q=" + "a" * 5000)

    assert answer.headers["location"] == "/login?next=/"


def test_before_anybody_can_log_in_each_page_says_where_the_link_is(tmp_path: Path) -> None:
    with dashboard_in(tmp_path) as client:
        for path in ("/", "/hosts", "/report"):
            assert "this server printed a link" in client.get(path).text


@pytest.mark.parametrize(("wanted", "word"), [("en", "was not built"), ("pt", "foi construído")])
def test_without_a_build_a_page_says_how_to_make_one_and_leads_to_the_report(
    without: TestClient, wanted: str, word: str
) -> None:
    answer = without.get("/hosts/0a1b", headers={**VIEWER, "Accept-Language": wanted})

    assert answer.status_code == 404
    assert word in answer.text
    assert "make web" in answer.text
    assert 'href="/report"' in answer.text
    assert "No examination of this machine is kept" in without.get("/", headers=VIEWER).text


def test_a_build_that_comes_later_is_served_at_once(tmp_path: Path) -> None:
    with dashboard_in(tmp_path) as client:
        page = tmp_path / "static" / "index.html"
        page.rename(tmp_path / "index.html")
        assert "not built" in client.get("/jobs", headers=VIEWER).text
        (tmp_path / "index.html").rename(page)
        assert '<div id="root">' in client.get("/jobs", headers=VIEWER).text

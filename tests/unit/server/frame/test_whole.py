import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from hexascope.domain.errors import CannotReach
from hexascope.server.frame.limiting import MOST_STRANGE
from tests.support.serving import ADMIN, VIEWER, parts_of
from tests.unit.server.frame.things import things_served

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with things_served(tmp_path_factory.mktemp("server")) as client:
        yield client


def made(client: TestClient, name: str = "a") -> str:
    return str(client.post("/api/v1/things", json={"name": name}).headers["location"])


def test_every_answer_tells_browsers_what_not_to_do(client: TestClient) -> None:
    for path in ("/api/v1/things/open/x", "/api/v1/nothing", "/api/v1/things/broken"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        assert "strict-transport-security" not in headers, "without TLS it would lock people out"


def test_under_tls_browsers_are_told_to_stay_there(client: TestClient) -> None:
    headers = client.get("https://localhost/api/v1/things/open/x").headers

    assert headers["strict-transport-security"].startswith("max-age=31536000")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/nowhere", 404),
        ("PUT", "/api/v1/things", 405),
        ("GET", "/api/v1/things/x", 404),
        ("GET", "/api/v1/things/x?n=-1", 422),
        ("GET", "/api/v1/things/broken", 500),
        ("POST", "/api/v1/things", 422),
    ],
)
def test_whatever_does_not_work_is_a_problem(
    client: TestClient, method: str, path: str, status: int
) -> None:
    answer = client.request(method, path)
    told = answer.json()

    assert (answer.status_code, told["status"]) == (status, status)
    assert answer.headers["content-type"] == "application/problem+json"
    assert told["title"]
    assert told["detail"]
    assert re.fullmatch("[0-9a-f]{32}", told["trace"])
    assert told["trace"] in answer.headers["traceparent"]


def test_which_methods_an_address_knows_is_told(client: TestClient) -> None:
    assert "POST" in client.put("/api/v1/things").headers["allow"]


def test_a_failure_tells_its_number_and_nothing_of_the_inside(
    client: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = client.get("/api/v1/things/broken")
    told = capsys.readouterr()
    log = told.out + told.err

    assert "secret of the inside" not in answer.text
    assert answer.json()["error"] in log
    assert "a secret of the inside" in log, "who reads the log sees what it was"


def test_a_trace_goes_on_or_begins(client: TestClient) -> None:
    given = {"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    answer = client.get("/api/v1/things/open/x", headers=given)

    assert answer.json()["trace"] == TRACE
    assert re.fullmatch(
        f"00-{TRACE}-(?!00f067aa0ba902b7)[0-9a-f]{{16}}-01", answer.headers["traceparent"]
    )
    assert client.get("/api/v1/things/open/x").json()["trace"] != TRACE


@pytest.mark.parametrize(
    "header",
    [
        f"00-{TRACE}-00f067aa0ba902b7",
        f"ff-{TRACE}-00f067aa0ba902b7-01",
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"00-{TRACE}-{'0' * 16}-01",
        f"00-{TRACE.upper()}-00f067aa0ba902b7-01",
        f"00-{TRACE}-00f067aa0ba902b7-01-more",
        "x" * 4000,
    ],
)
def test_what_is_no_trace_begins_another(client: TestClient, header: str) -> None:
    told = client.get("/api/v1/things/open/x", headers={"traceparent": header}).json()["trace"]

    assert told != TRACE
    assert len(told) == 32


def test_who_has_seen_a_thing_is_told_that_it_is_the_same(client: TestClient) -> None:
    path = made(client)
    etag = client.get(path).headers["etag"]

    for seen in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        answer = client.get(path, headers={"If-None-Match": seen})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == etag
    assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_head_has_the_headers_of_a_get_and_no_body(client: TestClient) -> None:
    path = made(client)
    got, head = client.get(path), client.head(path)

    assert (head.status_code, head.content) == (200, b"")
    for name in ("etag", "content-length", "content-type"):
        assert head.headers[name] == got.headers[name]
    assert client.head("/api/v1/nothing").status_code == 404


def test_nothing_is_changed_that_has_changed_unseen(client: TestClient) -> None:
    path = made(client)
    etag = client.get(path).headers["etag"]

    first = client.put(path, json={"name": "b"}, headers={"If-Match": etag})
    second = client.put(path, json={"name": "c"}, headers={"If-Match": etag})

    assert (first.status_code, second.status_code) == (200, 412)
    assert client.get(path).json() == {"name": "b"}


@pytest.mark.parametrize(("condition", "status"), [("*", 200), ('"a", "b"', 412), ("W/*", 412)])
def test_conditions_are_held(client: TestClient, condition: str, status: int) -> None:
    path = made(client)

    answer = client.put(path, json={"name": "b"}, headers={"If-Match": condition})
    assert answer.status_code == status


def test_what_is_not_there_matches_nothing(client: TestClient) -> None:
    answer = client.put("/api/v1/things/x", json={"name": "b"}, headers={"If-Match": "*"})

    assert answer.status_code == 412


def test_a_condition_tells_nobody_what_he_may_not_see(client: TestClient) -> None:
    path = made(client)
    headers = {"If-Match": '"x"', "Authorization": "Bearer acme eve read:users"}

    assert client.put(path, json={"name": "b"}, headers=headers).status_code == 403


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8000", 200),
        ("127.0.0.1:8000", 200),
        ("[::1]:8000", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("10.0.0.1", 421),
        ("local host", 400),
        ("localhost:8000:1", 400),
        ("user@localhost", 400),
        ("", 400),
    ],
)
def test_it_answers_to_its_own_names_alone(client: TestClient, host: str, status: int) -> None:
    answer = client.get("/api/v1/things/open/x", headers={"Host": host})

    assert answer.status_code == status


def test_the_name_in_its_address_is_its_own(tmp_path: Path) -> None:
    with things_served(tmp_path, flags={"server.url": "https://scope.example:8443/"}) as client:
        answer = client.get("/api/v1/things/open/x", headers={"Host": "scope.example"})
        assert answer.status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/things/open/a%20b", 200),
        ("/api/v1/things/open/%C3%A3", 200),
        ("/api/v1/things/open/a%zz", 400),
        ("/api/v1/things/open/a%", 400),
        ("/api/v1/things/open/%00", 400),
        ("/api/v1/things/open/%0a", 400),
        ("/api/v1/things/open/%ff", 400),
        ("/api/v1/things/open/a?b=%00", 400),
        ("/api/v1/things/open/a?b=%ff", 400),
        ("/api/v1/things/open/a?b=%2", 400),
    ],
)
def test_addresses_mean_one_thing(client: TestClient, path: str, status: int) -> None:
    raw, _, query = path.partition("?")
    scope = {"raw_path": raw.encode(), "query_string": query.encode()}

    async def ask() -> int:
        from urllib.parse import unquote

        found: list[int] = []

        async def send(message: dict[str, object]) -> None:
            if message["type"] == "http.response.start":
                found.append(int(str(message["status"])))

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": b"", "more_body": False}

        whole = {
            "type": "http",
            "method": "GET",
            "path": unquote(raw),
            "scheme": "http",
            "server": ("127.0.0.1", 8000),
            "client": ("127.0.0.1", 1),
            "headers": [(b"host", b"localhost")],
            **scope,
        }
        await client.app(whole, receive, send)  # type: ignore[arg-type] # plain dictionaries do
        return found[0]

    assert client.portal is not None
    assert client.portal.call(ask) == status


def test_one_caller_may_ask_so_often_in_a_minute(tmp_path: Path) -> None:
    now = [60_000_030.0]
    with things_served(
        tmp_path,
        flags={"server.requests_per_minute": 3},
        change=lambda parts: replace(parts, clock=lambda: now[0]),
    ) as client:
        answers = [client.get("/api/v1/things/x") for _ in range(4)]
        another = client.get("/api/v1/things/x", headers=VIEWER)
        now[0] += 60
        later = client.get("/api/v1/things/x")

    assert [one.status_code for one in answers] == [404, 404, 404, 429]
    assert answers[0].headers["ratelimit-policy"] == '"caller";q=3;w=60'
    assert answers[0].headers["ratelimit"] == '"caller";r=2;t=30'
    assert answers[3].headers["retry-after"] == "30"
    assert (another.status_code, later.status_code) == (404, 404)


def test_strangers_are_counted_by_their_address(tmp_path: Path) -> None:
    with things_served(
        tmp_path, change=lambda parts: replace(parts, clock=lambda: 60_000_000.0)
    ) as client:
        del client.headers["Authorization"]
        told = [client.get("/api/v1/things/x").status_code for _ in range(MOST_STRANGE + 1)]
        known = client.get("/api/v1/things/x", headers=ADMIN)

    assert told == [401] * MOST_STRANGE + [429]
    assert known.status_code == 404


def test_while_the_bus_is_away_nobody_is_refused_for_it(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_words: object, **_more: object) -> int:
        raise CannotReach("away")

    monkeypatch.setattr(type(parts_of(client).bus), "add", away)

    assert client.get("/api/v1/things/x").status_code == 404


def test_requests_are_counted_by_route_and_not_by_path(client: TestClient) -> None:
    registry = parts_of(client).registry

    def count(route: str, status: str) -> float:
        labels = {"route": route, "method": "GET", "status": status}
        return registry.get_sample_value("hexascope_http_requests_total", labels) or 0.0

    opened, nowhere = count("/api/v1/things/open/{word}", "200"), count("(none)", "404")
    for name in ("x", "y"):
        client.get(f"/api/v1/things/open/{name}")
        client.get(f"/api/v1/nothing/{name}")

    assert count("/api/v1/things/open/{word}", "200") == opened + 2
    assert count("(none)", "404") == nowhere + 2
    assert registry.get_sample_value("hexascope_http_open") == 0

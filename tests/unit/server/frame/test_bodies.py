import gzip
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from hexascope.server.frame import bodies
from hexascope.server.frame.bodies import MIB, Room, room_of
from tests.unit.server.frame.things import JSON, things_served

PACKED = {"Content-Encoding": "gzip", "Content-Type": "application/octet-stream"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    raw = Room(most_bytes=MIB, raw=True, packed=True)
    with (
        pytest.MonkeyPatch.context() as patched,
        things_served(tmp_path_factory.mktemp("server")) as client,
    ):
        patched.setattr(bodies, "ROOMS", {"/api/v1/things/raw": raw})
        yield client


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        (b'{"name":"a"}', 201, ""),
        (b'{"name":"a","size":1e999}', 400, "too large"),
        (b'{"name":"a","size":NaN}', 400, "NaN"),
        (b'{"name":"a","size":9007199254740993}', 400, "2^53"),
        (b'{"name":"a","name":"b"}', 400, "twice"),
        (b'{"name":"\\ud800"}', 400, "surrogate"),
        (b'{"name":"a"', 400, "no JSON"),
        (b"\xff", 400, "no UTF-8"),
        (b"[" * 33 + b"]" * 33, 400, "32 levels"),
        (b"[" * 200_000, 400, ""),
        (b'{"name":"a","more":1}', 422, "body.more"),
        (b'{"name":"a","size":"x"}', 422, "body.size"),
        (b"[]", 422, "body"),
        (b"", 422, "body"),
    ],
)
def test_json_is_read_by_one_reader_with_bounds(
    client: TestClient, body: bytes, status: int, word: str
) -> None:
    answer = client.post("/api/v1/things", content=body, headers=JSON)

    assert answer.status_code == status, answer.text
    assert word in answer.text


def test_fields_that_do_not_fit_are_named_one_by_one(client: TestClient) -> None:
    answer = client.post("/api/v1/things", json={"name": "far too long", "size": "x", "b": 1})

    assert answer.headers["content-type"] == "application/problem+json"
    assert {one["where"] for one in answer.json()["errors"]} == {
        "body.name",
        "body.size",
        "body.b",
    }
    assert all(one["what"] for one in answer.json()["errors"])


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 201),
        ("application/JSON; charset=UTF-8", 201),
        ("application/vnd.thing+json", 201),
        ("application/json; charset=latin-1", 415),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("", 415),
    ],
)
def test_bodies_are_json(client: TestClient, kind: str, status: int) -> None:
    answer = client.post("/api/v1/things", content=b'{"name":"a"}', headers={"Content-Type": kind})

    assert answer.status_code == status


@pytest.mark.parametrize(("letters", "status"), [(MIB - 11, 422), (MIB - 10, 413)])
@pytest.mark.parametrize("streamed", [False, True])
def test_a_body_has_a_size(client: TestClient, letters: int, status: int, streamed: bool) -> None:
    body = b'{"name":"' + b"a" * letters + b'"}'
    pieces = iter([body[:1000], body[1000:]]) if streamed else body

    answer = client.post("/api/v1/things", content=pieces, headers=JSON)

    assert answer.status_code == status
    assert answer.json()["status"] == status


def test_packed_bodies_are_taken_where_they_are_expected_alone(client: TestClient) -> None:
    small = gzip.compress(b'{"name":"a"}')

    refused = client.post("/api/v1/things", content=small, headers=JSON | PACKED)
    taken = client.post("/api/v1/things/raw", content=small, headers=PACKED)
    other = client.post(
        "/api/v1/things/raw", content=b"x", headers={**PACKED, "Content-Encoding": "br"}
    )

    assert refused.status_code == 415
    assert taken.json() == {"bytes": 12}
    assert other.status_code == 415


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        (gzip.compress(b"0" * 60_000, mtime=0), 200, "60000"),  # small ones pack well
        (gzip.compress(b"0" * 900_000, mtime=0), 413, "100 times"),
        (gzip.compress(bytes(range(256)) * 4096, mtime=0), 413, "100 times"),
        (gzip.compress(b"0" * (50 * MIB), mtime=0), 413, "100 times"),
        (gzip.compress(b"abc", mtime=0)[:-5], 400, "no end"),
        (gzip.compress(b"abc", mtime=0) + b"more", 400, "behind"),
        (b"no gzip", 400, "no gzip"),
    ],
)
def test_a_packed_body_unpacks_within_bounds(
    client: TestClient, body: bytes, status: int, word: str
) -> None:
    answer = client.post("/api/v1/things/raw", content=body, headers=PACKED)

    assert answer.status_code == status, answer.text
    assert word in answer.text


def test_raw_bodies_are_counted_while_they_come(client: TestClient) -> None:
    kind = {"Content-Type": "application/octet-stream"}
    over = client.post("/api/v1/things/raw", content=iter([b"0" * MIB, b"0"]), headers=kind)
    at = client.post("/api/v1/things/raw", content=iter([b"0" * MIB]), headers=kind)

    assert (over.status_code, at.status_code) == (413, 200)
    assert over.json()["status"] == 413


def test_the_longest_beginning_says_what_a_path_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    small, large = Room(most_bytes=1), Room(most_bytes=2)
    monkeypatch.setattr(bodies, "ROOMS", {"/a": small, "/a/b": large})

    assert room_of("/a/b/c") == large
    assert room_of("/a/bc") == small
    assert room_of("/ab") == bodies.USUAL

"""The door for batches, over real parts: what it takes, and what it refuses with which words."""

import gzip
import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgpack
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from hexascope.bootstrap.serving.parts import Credentials, Parts
from hexascope.bootstrap.serving.series import with_series
from hexascope.domain.access import Caller
from hexascope.domain.errors import StoreFull, TooMuch
from hexascope.domain.series import layout_of
from hexascope.server.ingest import MOST_BYTES, PATH, TRUST_S
from tests.support.serving import ADMIN, VIEWER, parts_of, recognised, served

HOST = "a" * 32
NOW = 1_000_000.0
KEYS = ["cpu.load", "disk.await{device=vda}"]
JSON = {"Content-Type": "application/json"}
MSGPACK = {"Content-Type": "application/msgpack"}
LEFT_OUT = object()


def message(**other: Any) -> dict[str, Any]:
    said = {
        "host": HOST,
        "name": "web-1",
        "boot": "b1",
        "stream": "steady",
        "seq": 1,
        "step": 1,
        "keys": KEYS,
        "times": [NOW, NOW + 1],
        "values": [[1.0, None], [2.0, 0.5]],
    }
    return {name: value for name, value in {**said, **other}.items() if value is not LEFT_OUT}


def at_now(parts: Parts) -> Parts:
    return with_series(replace(parts, clock=lambda: NOW))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with served(tmp_path_factory.mktemp("ingest"), change=at_now) as client:
        yield client


def send(client: TestClient, body: bytes, headers: Mapping[str, str]) -> Any:
    return client.post(PATH, content=body, headers={**ADMIN, **headers})


def post(client: TestClient, said: object, who: Mapping[str, str] = ADMIN) -> Any:
    return send(client, json.dumps(said).encode(), {**JSON, **who})


def read(client: TestClient) -> dict[str, list[float]]:
    asked = {"match": "*", "from": str(NOW - 60), "to": str(NOW + 60), "step": "raw"}
    answer = client.get("/api/v1/series/query", params=asked, headers=ADMIN).json()
    return {line["key"]: [value for _, value in line["points"]] for line in answer["items"]}


def test_a_batch_of_json_and_one_of_msgpack_are_the_same(client: TestClient) -> None:
    answer = post(client, message())
    assert answer.status_code == 200, answer.text
    assert answer.json() == {"moments": 2, "layout": layout_of(KEYS)}

    numbers = struct.pack("<4d", 1.0, float("nan"), 2.0, 0.5)
    times = struct.pack("<2d", NOW, NOW + 1)
    said = message(keys=LEFT_OUT, layout=layout_of(KEYS), times=times, values=numbers)
    again = send(client, msgpack.packb(said), MSGPACK)

    assert again.json() == answer.json()
    assert read(client) == {"cpu.load": [1.0, 2.0], "disk.await{device=vda}": [0.5]}


def test_a_batch_may_come_packed(client: TestClient) -> None:
    body = gzip.compress(json.dumps(message(seq=5)).encode())

    answer = send(client, body, {**JSON, "Content-Encoding": "gzip"})

    assert answer.status_code == 200


WRONG = [
    ({"host": LEFT_OUT}, "host:"),
    ({"host": "a b"}, "host:"),
    ({"host": "x" * 65}, "host:"),
    ({"boot": ""}, "boot:"),
    ({"stream": "a\n"}, "stream:"),
    ({"name": "a\x00"}, "name:"),
    ({"name": "x" * 257}, "name:"),
    ({"seq": -1}, "seq:"),
    ({"seq": True}, "seq:"),
    ({"seq": 2**53 + 1}, "body can't be read"),
    ({"seq": 1.5}, "seq:"),
    ({"step": 0}, "step:"),
    ({"step": "1"}, "step:"),
    ({"keys": []}, "keys:"),
    ({"keys": ["a", "a"]}, "twice"),
    ({"keys": ["a{b}", "c"]}, "no key"),
    ({"keys": ["a\u202eb", "c"]}, "no key"),
    ({"keys": ["x" * 513, "c"]}, "keys:"),
    ({"keys": LEFT_OUT}, "keys:"),
    ({"keys": LEFT_OUT, "layout": "0" * 32}, "once more"),
    ({"keys": LEFT_OUT, "layout": "../etc"}, "keys:"),
    ({"times": []}, "times:"),
    ({"times": [NOW, NOW]}, "later than"),
    ({"times": [NOW + 1, NOW]}, "later than"),
    ({"times": [None, NOW]}, "times:"),
    ({"times": [-1, NOW]}, "times:"),
    ({"times": [NOW, 1e15]}, "times:"),
    ({"times": [NOW - 90_000, NOW]}, "old"),
    ({"values": [[1.0, 2.0]]}, "values:"),
    ({"values": [[1.0], [2.0]]}, "values:"),
    ({"values": [[1.0, "2"], [1.0, 2.0]]}, "values:"),
    ({"values": [[1.0, True], [1.0, 2.0]]}, "values:"),
    ({"values": [[1.0, 1e301], [1.0, 2.0]]}, "disk.await{device=vda} is 1e+301"),
    ({"values": "AAAA"}, "values:"),
    ({"extra": 1}, "no field"),
]


@pytest.mark.parametrize(("other", "words"), WRONG)
def test_what_is_wrong_is_refused_and_named(
    client: TestClient, other: dict[str, Any], words: str
) -> None:
    answer = post(client, message(**other))

    assert answer.status_code in (400, 404), answer.text
    assert words in answer.json()["detail"]
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("odd", [float("inf"), float("-inf"), 1e300])
def test_infinities_are_no_measurements(client: TestClient, odd: float) -> None:
    numbers = struct.pack("<4d", 1.0, 2.0, odd, float("nan"))

    answer = send(client, msgpack.packb(message(seq=9, values=numbers)), MSGPACK)

    assert answer.status_code == 400
    assert "cpu.load is" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"x" * (MOST_BYTES + 1), JSON, 413),
        (b"", JSON, 400),
        (b"{", JSON, 400),
        (b'{"host": NaN}', JSON, 400),
        (b'{"seq": 1, "seq": 2}', JSON, 400),
        (b"[" * 100_000, JSON, 400),
        (b"\x91" * 100_000, MSGPACK, 400),
        (b"\xc1", MSGPACK, 400),
        (b"\xc7\x05\x01abcde", MSGPACK, 400),
        (b"\xdd\xff\xff\xff\xff", MSGPACK, 400),
        (b"[]", JSON, 400),
        (b"{}", {"Content-Type": "text/plain"}, 400),
        (b"{}", {**JSON, "Content-Encoding": "br"}, 400),
        (b"{}", {**JSON, "Content-Encoding": "gzip"}, 400),
        (gzip.compress(b"{}", mtime=0)[:-4], {**JSON, "Content-Encoding": "gzip"}, 400),
        (gzip.compress(b"{}", mtime=0) + b"x", {**JSON, "Content-Encoding": "gzip"}, 400),
        (gzip.compress(b" " * 2**24, mtime=0), {**JSON, "Content-Encoding": "gzip"}, 413),
        (gzip.compress(bytes(300_000), mtime=0), {**JSON, "Content-Encoding": "gzip"}, 413),
    ],
)
def test_bodies_that_are_too_much_or_nothing_are_refused(
    client: TestClient, body: bytes, headers: dict[str, str], status: int
) -> None:
    assert send(client, body, headers).status_code == status


@given(st.binary(max_size=200), st.sampled_from([JSON, MSGPACK]))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_answered_without_failing(
    client: TestClient, body: bytes, kind: dict[str, str]
) -> None:
    assert send(client, body, kind).status_code == 400


@given(
    st.dictionaries(
        st.sampled_from(sorted(message())),
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.integers()),
    )
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_fields_are_answered_without_failing(client: TestClient, other: Any) -> None:
    assert post(client, message(**other)).status_code in (200, 400)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ({"Authorization": ""}, 401),
        ({"Authorization": "Basic acme ann *:*"}, 401),
        (VIEWER, 403),
        ({"Authorization": "Bearer acme tok create:series"}, 200),
        ({"Authorization": "Bearer acme tok create:series:host=web-*"}, 200),
        ({"Authorization": "Bearer acme tok create:series:host=db-*"}, 403),
    ],
)
def test_who_may_send_for_this_host_is_let_in(
    client: TestClient, who: dict[str, str], status: int
) -> None:
    assert post(client, message(), who).status_code == status


def test_a_host_that_is_known_goes_by_its_known_name(client: TestClient) -> None:
    post(client, message())
    other = {"Authorization": "Bearer acme tok create:series:host=db-*"}

    answer = post(client, message(name="db-7"), other)

    assert answer.status_code == 403
    assert "web-1" in answer.json()["detail"]


def test_batches_from_the_future_are_told_both_times(client: TestClient) -> None:
    answer = post(client, message(host="c" * 32, times=[NOW + 900, NOW + 1000]))

    assert answer.json()["sent"] == NOW + 1000
    assert answer.json()["stamped"] == NOW


@pytest.mark.parametrize(("error", "status"), [(TooMuch("full"), 429), (StoreFull("full"), 507)])
def test_who_comes_when_it_is_full_is_told_to_come_later(
    error: Exception, status: int, tmp_path: Path
) -> None:
    with served(tmp_path, change=at_now) as client:

        async def refuse(_tenant: str, _batch: object) -> None:
            raise error

        parts_of(client).series.keep = refuse  # type: ignore[method-assign,assignment]  # a store that is full
        answer = post(client, message())

        assert answer.status_code == status
        assert int(answer.headers["retry-after"]) > 0


def test_a_token_that_was_revoked_ends_soon(tmp_path: Path) -> None:
    asked: list[str] = []
    revoked: list[bool] = []

    async def who(credentials: Credentials) -> Caller | None:
        asked.append(credentials.bearer)
        return None if revoked else await recognised(credentials)

    with served(tmp_path, change=lambda parts: replace(at_now(parts), recognise=who)) as client:
        for seq in range(3):
            assert post(client, message(seq=seq)).status_code == 200
        assert len(asked) == 1
        revoked.append(True)
        assert TRUST_S <= 10
        other = {"Authorization": "Bearer acme another create:series"}
        assert post(client, message(), other).status_code == 401


def test_zlib_bombs_are_not_unpacked_beyond_their_limit(client: TestClient) -> None:
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = bomb.compress(bytes(2**26)) + bomb.flush()

    assert send(client, body, {**JSON, "Content-Encoding": "gzip"}).status_code == 413

"""The HTTP edge of the real process: bytes that mean two things, too much, or come too slowly.

Each gets exactly one answer of 4xx, or a closed connection; the server lives and stays small.
"""

import gzip
import json
import re
import socket
import ssl
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
import trustme

from tests.support.running import Running, running

pytestmark = pytest.mark.journey

MIB = 2**20
LET_GO_S = 30.0
"""How long somebody slow may stay: he is given ten seconds, and a busy machine some more."""

PATIENCE_S = 20.0
"""How long an answer may take."""

SERVED_S = 10.0
"""How long others may wait meanwhile, beside other tests."""

GET = b"GET /healthz HTTP/1.1\r\n"
HOST = b"Host: 127.0.0.1\r\n"
POST = b"POST /api/v1/login HTTP/1.1\r\n" + HOST
JSON = b"Content-Type: application/json\r\n"
ANSWER = re.compile(rb"HTTP/1\.1 (\d{3}) ")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("edge"), "--only", "api") as server:
        told(server, GET + HOST + b"\r\n")
        yield server


def told(
    server: Running,
    *pieces: bytes,
    ends: bool = False,
    timeout: float = PATIENCE_S,
    rest: float = 0.3,
) -> bytes:
    """Send bytes, and give all that comes until nothing more does for the rest of some seconds."""
    heard = b""
    with server.connect(timeout) as connection:
        with suppress(OSError):
            for piece in pieces:
                connection.sendall(piece)
            if ends:
                connection.shutdown(socket.SHUT_WR)
        connection.settimeout(timeout)
        with suppress(OSError):
            while piece := connection.recv(65_536):
                heard += piece
                connection.settimeout(rest)
    return heard


def statuses(heard: bytes) -> list[int]:
    return [int(status) for status in ANSWER.findall(heard)]


def body(length: int, data: bytes = b"{}", more: bytes = b"") -> bytes:
    return POST + JSON + more + b"Content-Length: %d\r\n\r\n" % length + data


BATTERY = {
    "length and chunks": POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks and length": POST + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n",
    "two lengths": POST + b"Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd",
    "twice one length": POST + b"Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd",
    "a list of lengths": POST + b"Content-Length: 4, 4\r\n\r\nabcd",
    "a length with a sign": POST + b"Content-Length: +4\r\n\r\nabcd",
    "a length below zero": POST + b"Content-Length: -1\r\n\r\n",
    "a length beyond all": POST + b"Content-Length: 99999999999999999999999\r\n\r\n",
    "an unknown coding": POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    "a hidden coding": POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a coding with a tab": POST + b"Transfer-Encoding:\x0bchunked\r\n\r\n0\r\n\r\n",
    "a bad chunk": POST + JSON + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n",
    "a bare LF in a chunk": POST + JSON + b"Transfer-Encoding: chunked\r\n\r\n2\n{}\n0\n\n",
    "two hosts": GET + HOST + b"Host: evil.example\r\n\r\n",
    "twice one host": GET + HOST + HOST + b"\r\n",
    "no host": GET + b"\r\n",
    "another host": GET + b"Host: evil.example\r\n\r\n",
    "an absolute address elsewhere": b"GET http://evil.example/healthz HTTP/1.1\r\n"
    + HOST
    + b"\r\n",
    "a file address": b"GET file:///etc/passwd HTTP/1.1\r\n" + HOST + b"\r\n",
    "a tunnel": b"CONNECT evil.example:443 HTTP/1.1\r\n" + HOST + b"\r\n",
    "a star": b"OPTIONS * HTTP/1.1\r\n" + HOST + b"\r\n",
    "a fragment": b"GET /healthz#x HTTP/1.1\r\n" + HOST + b"\r\n",
    "bare LFs": b"GET /healthz HTTP/1.1\nHost: 127.0.0.1\n\n",
    "a bare CR": b"GET /healthz HTTP/1.1\rHost: 127.0.0.1\r\r",
    "a folded header": GET + HOST + b"X: a\r\n b\r\n\r\n",
    "a space before the colon": GET + b"Host : 127.0.0.1\r\n\r\n",
    "a header without a name": GET + HOST + b": x\r\n\r\n",
    "a header without a colon": GET + HOST + b"nonsense\r\n\r\n",
    "NUL in a header": GET + HOST + b"X: a\x00b\r\n\r\n",
    "NUL in the address": b"GET /health\x00z HTTP/1.1\r\n" + HOST + b"\r\n",
    "NUL, escaped": b"GET /healthz%00 HTTP/1.1\r\n" + HOST + b"\r\n",
    "a bad escape": b"GET /healthz%zz HTTP/1.1\r\n" + HOST + b"\r\n",
    "bytes that are no UTF-8": b"GET /%ff%fe HTTP/1.1\r\n" + HOST + b"\r\n",
    "raw bytes in the address": b"GET /\xff HTTP/1.1\r\n" + HOST + b"\r\n",
    "a line feed in the address": b"GET /a%0d%0aSet-Cookie:x HTTP/1.1\r\n" + HOST + b"\r\n",
    "another protocol": b"GET /healthz HTTP/3.7\r\n" + HOST + b"\r\n",
    "no protocol": b"GET /healthz\r\n\r\n",
    "an unknown method": b"BREW /healthz HTTP/1.1\r\n" + HOST + b"\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 200,
    "nonsense": b"\x00\xff" * 500,
    "a header of 100 KB": GET + HOST + b"X: " + b"a" * 100_000 + b"\r\n\r\n",
    "a header without an end": GET + HOST + b"X: " + b"a" * MIB,
    "5,000 headers": GET + HOST + b"".join(b"X-%d: a\r\n" % n for n in range(5000)) + b"\r\n",
    "101 headers": GET + HOST + b"X: a\r\n" * 100 + b"\r\n",
    "an address of 100 KB": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n",
    "a body of 20 MB": body(20 * MIB, b"0" * (20 * MIB)),
    "a body of 20 MB in chunks": POST
    + JSON
    + b"Transfer-Encoding: chunked\r\n\r\n"
    + (b"%x\r\n" % MIB + b"0" * MIB + b"\r\n") * 20
    + b"0\r\n\r\n",
    "a packed body": body(
        len(gzip.compress(b"0" * 50 * MIB)),
        gzip.compress(b"0" * 50 * MIB),
        b"Content-Encoding: gzip\r\n",
    ),
    "lists in lists": body(200_000, b"[" * 200_000),
    "closed lists in lists": body(20_000, b"[" * 10_000 + b"]" * 10_000),
    "NaN": body(12, b'{"name":NaN}'),
    "a number without end": body(14, b'{"name":1e999}'),
    "digits without end": body(100_001, b"1" * 100_001),
    "no UTF-8": body(3, b'"\xff"'),
    "no JSON": body(3, b"abc"),
    "half a body": body(10, b"{}"),
}


@pytest.mark.parametrize("name", BATTERY)
def test_what_is_malformed_is_refused_once(server: Running, name: str) -> None:
    heard = told(server, BATTERY[name], ends=name == "half a body")
    answers = statuses(heard)

    assert len(answers) <= 1, heard[:2000]
    assert all(400 <= status < 500 or status in (501, 505) for status in answers), heard[:500]
    assert b"Traceback" not in heard
    assert statuses(told(server, GET + HOST + b"Connection: close\r\n\r\n")) == [200]


def test_what_follows_a_refusal_is_not_read_as_a_request(server: Running) -> None:
    second = b"GET /second HTTP/1.1\r\n" + HOST + b"\r\n"
    for first in ("length and chunks", "two lengths", "bare LFs", "a bad chunk", "two hosts"):
        assert len(statuses(told(server, BATTERY[first] + second))) <= 1


def test_trailers_are_no_headers(server: Running) -> None:
    heard = told(
        server,
        POST
        + JSON
        + b"Transfer-Encoding: chunked\r\nTrailer: Host\r\n\r\n"
        + b"2\r\n{}\r\n0\r\nHost: evil.example\r\nAuthorization: Bearer x\r\n\r\n",
    )

    assert statuses(heard) == [422]


def test_requests_in_a_row_are_answered_in_their_order(server: Running) -> None:
    paths = [b"/healthz", b"/nothing", b"/healthz", b"/api/v1/me", b"/healthz"]
    sent = b"".join(b"GET " + path + b" HTTP/1.1\r\n" + HOST + b"\r\n" for path in paths[:-1])
    sent += GET + HOST + b"Connection: close\r\n\r\n"

    assert statuses(told(server, sent, rest=PATIENCE_S)) == [200, 404, 200, 401, 200]


def test_too_many_requests_in_a_row_end_the_connection(server: Running) -> None:
    heard = told(server, (GET + HOST + b"\r\n") * 3000)

    assert len(statuses(heard)) < 3000
    assert set(statuses(heard)) <= {200}


def test_the_largest_that_is_allowed_is_taken(server: Running) -> None:
    headers = b"".join(b"X-%d: a\r\n" % number for number in range(99))
    large = b"X: " + b"a" * 30_000 + b"\r\n"

    assert statuses(told(server, GET + HOST + headers + b"\r\n")) == [200]
    assert statuses(told(server, GET + HOST + large + b"\r\n")) == [200]
    assert statuses(
        told(server, b"GET http://127.0.0.1/healthz HTTP/1.1\r\n" + HOST + b"\r\n")
    ) == [200]


def test_who_is_slow_is_let_go_and_others_are_served_meanwhile(server: Running) -> None:
    def slow(first: bytes, drop: bytes) -> tuple[float, list[int]]:
        begun = time.monotonic()
        heard = b""
        with server.connect(1.0) as connection, suppress(OSError):
            connection.sendall(first)
            while time.monotonic() - begun < 2 * LET_GO_S:
                try:
                    piece = connection.recv(4096)
                except TimeoutError:
                    connection.sendall(drop)
                    continue
                if not piece:
                    break
                heard += piece
        return time.monotonic() - begun, statuses(heard)

    beginnings = [
        (b"", b""),
        (GET, b"X: a\r\n"),
        (GET + HOST, b"X: a\r\n"),
        (b"\r\n", b""),
        (POST + JSON + b"Content-Length: 1000\r\n\r\n", b"0"),
        (GET + HOST + b"\r\n" + GET, b"X"),
    ] * 5
    with ThreadPoolExecutor(len(beginnings)) as pool:
        waiting = [pool.submit(slow, *one) for one in beginnings]
        for _ in range(10):
            begun = time.monotonic()
            assert statuses(told(server, GET + HOST + b"Connection: close\r\n\r\n")) == [200]
            assert time.monotonic() - begun < SERVED_S
            time.sleep(0.2)
        ended = [one.result() for one in waiting]

    assert all(seconds < LET_GO_S for seconds, _ in ended)
    assert all(set(answers) <= {200, 408} for _, answers in ended)
    assert sum(answers.count(408) for _, answers in ended) >= 15


def test_all_of_it_again_and_again_costs_no_memory(server: Running) -> None:
    before = server.resident_bytes()
    heavy = [name for name in BATTERY if len(BATTERY[name]) > 10_000]
    for _ in range(3):
        for name in heavy:
            told(server, BATTERY[name], timeout=1.0)

    assert server.resident_bytes() - before <= 20 * MIB


def test_under_tls_the_same_holds(tmp_path: Path) -> None:
    authority = trustme.CA()
    made = authority.issue_cert("localhost")
    certificate, key = tmp_path / "c.pem", tmp_path / "k.pem"
    made.private_key_pem.write_to_path(str(key))
    for pem in made.cert_chain_pems:
        pem.write_to_path(str(certificate), append=True)
    context = ssl.create_default_context()
    authority.configure_trust(context)

    words = ("--only", "api", "--tls-certificate", str(certificate), "--tls-key", str(key))
    with running(tmp_path, *words) as server:
        assert server.first.startswith("hexascope listens on https://")
        with (
            server.connect() as plain,
            context.wrap_socket(plain, server_hostname="localhost") as secured,
        ):
            secured.sendall(
                b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            )
            heard = b"".join(iter(lambda: secured.recv(65_536), b""))
        assert statuses(heard) == [200]
        assert b"strict-transport-security" in heard
        assert json.loads(heard.partition(b"\r\n\r\n")[2]) == {"status": "alive"}
        assert statuses(told(server, GET + HOST + b"\r\n")) == []

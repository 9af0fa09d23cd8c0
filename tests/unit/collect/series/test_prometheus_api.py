"""Asking a Prometheus: what is sent, what is refused, and each way in which it may go wrong."""

import json
import socket
import threading

import pytest

from hexascope.collect.series.prometheus_address import Login, address, printable
from hexascope.collect.series.prometheus_api import Prometheus
from hexascope.domain.errors import BadInput, CannotReach
from tests.support.prometheus import Kept, prometheus

PATH = "/api/v1/query"
TIME = [("query", "time()")]


def asked(url: str, **more: float) -> Prometheus:
    limits = {"query_seconds": 2.0, "all_seconds": 5.0, **more}
    return Prometheus(
        address(url),
        query_seconds=limits["query_seconds"],
        all_seconds=limits["all_seconds"],
        most_bytes=int(limits.get("most_bytes", 2**20)),
    )


def refusal(kept: Kept, **more: float) -> str:
    with prometheus(kept) as url, pytest.raises(CannotReach) as told:
        asked(url, **more).ask(PATH, TIME)
    return str(told.value)


def instead(status: int, body: object, **headers: str) -> Kept:
    told = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Kept(instead={PATH: (status, headers, told)})


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("http://web:9090", "http://web:9090"),
        ("http://web:9090/", "http://web:9090"),
        ("https://web/prom", "https://web:443/prom"),
        ("http://[::1]:9090", "http://[::1]:9090"),
        ("http://web", "http://web:80"),
    ],
)
def test_an_address_is_read_and_shown(url: str, shown: str) -> None:
    assert address(url).shown == shown


@pytest.mark.parametrize(
    "url",
    ["", "web:9090", "ftp://web", "http://", "http://web:x", "http://[::1", "http://web?a=b"],
)
def test_what_is_no_address_is_an_error_with_an_example(url: str) -> None:
    with pytest.raises(BadInput, match="such as prometheus:http://127"):
        address(url)


def test_a_password_in_the_address_is_refused_and_not_shown() -> None:
    with pytest.raises(BadInput) as told:
        address("http://admin:hunter2@web:9090")

    assert "token_file" in str(told.value)
    assert "hunter2" not in str(told.value)
    assert "admin" not in str(told.value)


def test_a_question_is_posted_and_its_data_given() -> None:
    kept = Kept(now=17.0)

    with prometheus(kept) as url:
        data = asked(url).ask(PATH, TIME)

    assert data == {"resultType": "scalar", "result": [17.0, "17.0"]}
    assert kept.asked == [(PATH, {"query": ["time()"]})]
    assert kept.logins == [""]


@pytest.mark.parametrize(
    ("login", "header"),
    [
        (Login(token="abc"), "Bearer abc"),
        (Login(user="me", password="secret"), "Basic bWU6c2VjcmV0"),
    ],
)
def test_a_login_goes_to_the_address_that_was_named(login: Login, header: str) -> None:
    kept = Kept()

    with prometheus(kept) as url:
        Prometheus(address(url), login).ask(PATH, TIME)

    assert kept.logins == [header]
    assert "secret" not in repr(login)
    assert "abc" not in repr(login)


def test_a_login_is_not_sent_readable_over_the_network() -> None:
    with pytest.raises(BadInput, match="use https"):
        Prometheus(address("http://web:9090"), Login(token="abc"))

    Prometheus(address("https://web:9090"), Login(token="abc"))
    Prometheus(address("http://web:9090"), Login())


def test_a_redirect_is_not_followed() -> None:
    there = "http://elsewhere:9090/"

    told = refusal(instead(302, b"", Location=there))

    assert f"sends us on to {there}" in told


@pytest.mark.parametrize("status", [401, 403])
def test_a_login_that_is_wanted_says_where_to_put_it(status: int) -> None:
    told = refusal(instead(status, b"no"))

    assert f"HTTP {status}" in told
    assert "prometheus.token_file" in told


@pytest.mark.parametrize(
    ("status", "body", "said"),
    [
        (404, b"404 page not found", "there is no Prometheus"),
        (500, b"oops", "is in trouble itself (HTTP 500)"),
        (503, {"status": "error", "error": "starting up"}, "refused the question: starting up"),
        (422, {"status": "error", "error": "too many samples"}, "too many samples"),
        (400, {"status": "error", "errorType": "bad_data"}, "answers HTTP 400"),
        (200, {"status": "error", "error": "half"}, "refused the question: half"),
        (200, {"data": []}, "is no answer of a Prometheus"),
        (200, b'{"status":"success","da', "is cut short, or is no answer"),
        (200, b"[1, 2]", "is cut short, or is no answer"),
        (200, b"<html>hello</html>", "is cut short, or is no answer"),
        (200, b"[" * 100_000, "is cut short, or is no answer"),
        (200, b"\xff\xfe\x00", "is cut short, or is no answer"),
    ],
)
def test_an_answer_that_is_none_is_an_error_that_says_so(
    status: int, body: object, said: str
) -> None:
    assert said in refusal(instead(status, body))


def test_what_the_server_says_is_made_fit_to_be_shown() -> None:
    said = "\x1b[31mred\x1b[0m\n\u202e" + "x" * 1000

    told = refusal(instead(422, {"status": "error", "error": said}))

    assert told.isprintable()
    assert len(told) < 400


def test_warnings_of_partial_answers_are_kept_a_few_and_each_once() -> None:
    kept = Kept(warnings=["store x is down", "store x is down", *(f"w{n}" for n in range(20))])

    with prometheus(kept) as url:
        api = asked(url)
        api.ask(PATH, TIME)

    assert api.warnings == ["store x is down", "w0", "w1", "w2", "w3"]


def test_a_server_that_does_not_answer_is_left_after_its_time() -> None:
    told = refusal(Kept(hold=threading.Event()), query_seconds=0.2)

    assert "did not answer within 0.2 s" in told


def test_a_server_that_drips_is_left_after_its_time() -> None:
    assert "did not answer within 0.3 s" in refusal(Kept(drip=True), query_seconds=0.3)


def test_all_questions_together_have_an_end() -> None:
    with prometheus(Kept()) as url:
        api = asked(url, all_seconds=0.0)
        with pytest.raises(CannotReach, match="took more than 0 s for all questions"):
            api.ask(PATH, TIME)


def test_an_answer_may_not_be_larger_than_is_taken() -> None:
    kept = instead(200, b'{"status":"success","data":"' + b"x" * 200_000 + b'"}')

    assert "ask for a shorter --window" in refusal(kept, most_bytes=100_000)
    with prometheus(kept) as url:
        assert len(str(asked(url, most_bytes=300_000).ask(PATH, TIME))) == 200_000


def test_the_answers_together_may_not_be_larger_than_is_taken() -> None:
    kept = instead(200, b'{"status":"success","data":"' + b"x" * 60_000 + b'"}')

    with prometheus(kept) as url:
        api = asked(url, most_bytes=100_000)
        api.ask(PATH, TIME)
        with pytest.raises(CannotReach, match="sent more than"):
            api.ask(PATH, TIME)


def test_a_closed_port_is_refused_at_once() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]

    with pytest.raises(CannotReach, match="can't be reached: Connection refused"):
        asked(f"http://127.0.0.1:{port}").ask(PATH, TIME)


def test_a_server_without_tls_is_told_by_its_scheme() -> None:
    with prometheus(Kept()) as url, pytest.raises(CannotReach, match="does not speak TLS"):
        asked(url.replace("http:", "https:")).ask(PATH, TIME)


@pytest.mark.parametrize("reply", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\nCont"])
def test_a_server_that_breaks_off_or_speaks_another_language_is_told(reply: bytes) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def serve() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(reply)

        thread = threading.Thread(target=serve)
        thread.start()
        with pytest.raises(CannotReach, match=r"broke off|cut short|can't be reached"):
            asked(f"http://127.0.0.1:{server.getsockname()[1]}").ask(PATH, TIME)
        thread.join()


def test_an_authority_that_can_not_be_read_is_told() -> None:
    api = Prometheus(address("https://127.0.0.1:1"), authorities="/nowhere.pem")

    with pytest.raises(CannotReach, match="No such file or directory"):
        api.ask(PATH, TIME)


def test_shown_words_are_bounded_and_plain() -> None:
    assert printable("a\x00b\nc") == "a b c"
    assert printable("x" * 300) == "x" * 200 + "…"

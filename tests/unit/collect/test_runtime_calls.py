"""The call that asks a runtime's socket, against real servers on real sockets."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hexascope.collect.calls import runtime
from hexascope.collect.calls.runtime import BadAnswer, containers_behind

ID = "3f" * 32
WEB = {
    "Id": ID,
    "Names": ["/web"],
    "Image": "nginx:1.27",
    "Created": 1_795_000_000,
    "State": "running",
    "Labels": {"io.kubernetes.pod.name": "web-0", "io.kubernetes.pod.namespace": "shop"},
    "Env": ["PASSWORD=x"],
}


@contextmanager
def server(path: Path, serve: Callable[[socket.socket, bytes], None]) -> Iterator[list[bytes]]:
    """Serve one connection at a socket; gives the requests that came."""
    asked: list[bytes] = []
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listening:
        listening.bind(str(path))
        listening.listen(1)
        listening.settimeout(5)

        def run() -> None:
            try:
                line, _ = listening.accept()
            except OSError:
                return
            with line:
                line.settimeout(5)
                try:
                    asked.append(line.recv(4096))
                    serve(line, asked[-1])
                except OSError:
                    return  # who asked has hung up: that is part of what is tested

        thread = threading.Thread(target=run)
        thread.start()
        yield asked
        thread.join(6)


def answers(body: bytes, *, status: str = "200 OK", fields: str = "") -> Callable[..., None]:
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{fields}\r\n".encode()
    return lambda line, _: line.sendall(head + body)


def told(path: Path, serve: Callable[..., None], seconds: float = 2.0) -> Any:
    with server(path, serve):
        return containers_behind(str(path), "docker", seconds)


def test_a_runtime_is_asked_by_one_get_and_names_its_containers(tmp_path: Path) -> None:
    path = tmp_path / "docker.sock"
    with server(path, answers(json.dumps([WEB]).encode())) as asked:
        found = containers_behind(str(path), "docker", 2.0)

    assert found == [
        {
            "id": ID,
            "runtime": "docker",
            "name": "web",
            "image": "nginx:1.27",
            "pod": "web-0",
            "namespace": "shop",
            "created": 1_795_000_000,
        }
    ]
    assert [one.splitlines()[0] for one in asked] == [b"GET /containers/json HTTP/1.1"]


def test_an_answer_in_chunks_is_joined(tmp_path: Path) -> None:
    body = json.dumps([WEB]).encode()
    chunks = b"".join(
        f"{len(part):x};x=1\r\n".encode() + part + b"\r\n" for part in (body[:10], body[10:])
    )

    found = told(
        tmp_path / "s", answers(chunks + b"0\r\n\r\n", fields="Transfer-Encoding: chunked\r\n")
    )

    assert [one["name"] for one in found] == ["web"]


@pytest.mark.parametrize(
    ("body", "fields", "reason"),
    [
        (b"", "", "no JSON"),
        (b"{}", "", "no list"),
        (b"[" * 100_000, "", "no JSON"),
        (b"\xff\xfe", "", "no JSON"),
        (b"5\r\nab", "Transfer-Encoding: chunked\r\n", "cut short"),
        (b"-5\r\nab\r\n", "Transfer-Encoding: chunked\r\n", "cut short"),
        (b"fffffffff\r\n", "Transfer-Encoding: chunked\r\n", "cut short"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused_with_the_reason(
    tmp_path: Path, body: bytes, fields: str, reason: str
) -> None:
    with pytest.raises(BadAnswer, match=reason):
        told(tmp_path / "s", answers(body, fields=fields))


def test_what_is_no_http_and_what_is_no_success_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadAnswer, match="no HTTP"):
        told(tmp_path / "a", lambda line, _: line.sendall(b"SSH-2.0-x\r\n\r\n[]"))
    with pytest.raises(BadAnswer, match="HTTP 403"):
        told(tmp_path / "b", answers(b"[]", status="403 Forbidden"))


def test_an_answer_without_end_is_cut_off(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(runtime, "MOST_ANSWER_BYTES", 100_000)

    def endless(line: socket.socket, _: bytes) -> None:
        while True:
            line.sendall(b"x" * 10_000)

    with pytest.raises(BadAnswer, match="longer than"):
        told(tmp_path / "s", endless)


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\n\r\n["])
def test_a_runtime_that_hangs_holds_the_look_no_longer_than_it_may(
    tmp_path: Path, first: bytes
) -> None:
    over = threading.Event()

    def hangs(line: socket.socket, _: bytes) -> None:
        line.sendall(first)
        over.wait(5)

    path = tmp_path / "s"
    with server(path, hangs):
        with pytest.raises(TimeoutError, match=r"no whole answer in 0\.05 s"):
            containers_behind(str(path), "docker", 0.05)
        over.set()


def test_a_socket_that_nobody_serves_is_an_error_of_the_system(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as once:
        once.bind(str(path))

    with pytest.raises(ConnectionRefusedError):
        containers_behind(str(path), "docker", 0.5)


def test_a_container_of_nonsense_is_passed_over_and_long_words_are_cut(tmp_path: Path) -> None:
    rows = [7, {}, {"Id": 3}, {"Id": "a" * 9999, "Names": 5, "Labels": [], "Created": 1e300}]

    found = told(tmp_path / "s", answers(json.dumps(rows).encode()))

    assert [(len(one["id"]), one["name"], one["created"]) for one in found] == [(256, "", 0.0)]


def test_a_runtime_that_does_not_run_is_not_started_by_asking(
    tmp_path: Path, monkeypatch: Any
) -> None:
    path = tmp_path / "podman.sock"
    monkeypatch.setattr(runtime, "_sockets", lambda: iter([runtime._Socket(str(path), "podman")]))
    monkeypatch.setattr(runtime, "_name", lambda pid: "systemd" if pid == 1 else "bash")
    with server(path, answers(b"[]")) as asked:
        answer = runtime.runtime_containers()
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
            line.connect(str(path))  # the test's own, which ends the server

    assert answer == {
        "containers": [],
        "refused": [[str(path), "not asked: podman does not run, and would start"]],
    }
    assert asked in ([], [b""])


def test_a_refusing_runtime_is_told_with_its_reason_beside_the_others(
    tmp_path: Path, monkeypatch: Any
) -> None:
    good, gone = tmp_path / "good", tmp_path / "gone"
    monkeypatch.setattr(
        runtime,
        "_sockets",
        lambda: iter([runtime._Socket(str(gone), "docker"), runtime._Socket(str(good), "docker")]),
    )
    monkeypatch.setattr(runtime, "_sleeps", lambda _: False)
    with server(good, answers(json.dumps([WEB]).encode())):
        answer: Any = runtime.runtime_containers()

    assert [one["name"] for one in answer["containers"]] == ["web"]
    assert answer["refused"] == [[str(gone), "No such file or directory"]]


@pytest.mark.parametrize(
    ("names", "asked", "sleeps"),
    [
        ({1: "systemd", 7: "dockerd"}, "docker", False),
        ({1: "systemd", 7: "dockerd"}, "podman", True),
        ({1: "systemd", 7: "containerd"}, "docker", True),
        ({1: "tini"}, "docker", False),
    ],
)
def test_a_runtime_sleeps_where_systemd_holds_its_socket_and_its_daemon_does_not_run(
    names: dict[int, str], asked: str, monkeypatch: Any, *, sleeps: bool
) -> None:
    monkeypatch.setattr(runtime, "_name", lambda pid: names.get(pid, ""))
    monkeypatch.setattr("os.listdir", lambda _: [str(pid) for pid in (*names, "x")])

    assert runtime._sleeps(asked) is sleeps


def test_each_socket_is_found_once_and_what_is_none_is_not(
    tmp_path: Path, monkeypatch: Any
) -> None:
    (tmp_path / "run").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "run")
    real, plain = tmp_path / "run/docker.sock", tmp_path / "run/file"
    plain.write_text("")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.bind(str(real))
        paths = (real, tmp_path / "link/docker.sock", plain, tmp_path / "gone")
        monkeypatch.setattr(runtime, "_places", lambda: [(str(one), "docker") for one in paths])

        assert [one.path for one in runtime._sockets()] == [str(real)]


def test_the_sockets_of_users_are_looked_for_as_well(monkeypatch: Any) -> None:
    monkeypatch.setattr("os.listdir", lambda _: ["1000", "x", "0"])

    places = [path for path, _ in runtime._places()]

    assert "/run/user/1000/podman/podman.sock" in places
    assert "/run/docker.sock" in places
    assert not [path for path in places if "/x/" in path]


@given(st.binary(max_size=200), st.booleans())
def test_no_bytes_break_the_reading_of_an_answer(garbage: bytes, chunked: bool) -> None:
    head = b"HTTP/1.1 200 OK\r\n" + (b"Transfer-Encoding: chunked\r\n" if chunked else b"")
    for answer in (garbage, head + b"\r\n" + garbage):
        try:
            body = runtime._body(answer)
        except BadAnswer:
            continue  # refused with a reason, as it must be
        assert len(body) <= len(answer)

"""`hexascope serve` as a user and as systemd run it: start, drain, end."""

import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.support.running import PATIENCE_SECONDS, Running, begun, running

pytestmark = pytest.mark.journey

DRAINS_S = 8.0
"""How long an end may take, where to wait for a slow client would take ten."""

GET = b"GET /%s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


def answer(connection: socket.socket, path: bytes) -> bytes:
    connection.sendall(GET % path)
    return connection.recv(65_536)


def refuses(server: Running) -> bool:
    """Wait until it takes no connection any more, and tell whether it came to that."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            server.connect(1.0).close()
        except ConnectionRefusedError:
            return True
        time.sleep(0.05)
    return False


def test_it_says_where_it_listens_and_ends_in_order(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(tmp_path / "notify"))
        systemd.settimeout(20)
        told = {"NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "400000"}
        with running(tmp_path, **told) as server:
            said = [systemd.recv(100) for _ in range(4)]
            assert b"READY=1" in said
            assert b"WATCHDOG=1" in said
            # half of a request, which the drain waits for; and a connection that rests
            with server.connect() as busy, server.connect() as resting:
                assert b" 200 " in answer(resting, b"readyz")
                busy.sendall(
                    b"POST /api/v1/login HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{"
                )
                time.sleep(0.2)
                server.process.send_signal(signal.SIGTERM)
                assert refuses(server)
                assert server.process.poll() is None, "a request is under way"
                busy.sendall(b"}")
                heard = busy.recv(65_536)
                assert b" 422 " in heard
                assert b"connection: close" in heard
            assert server.process.wait(PATIENCE_SECONDS) == 0
            words = []
            with suppress(TimeoutError):
                systemd.settimeout(0.2)
                while True:
                    words.append(systemd.recv(100))
            assert b"STOPPING=1" in words
        log = (tmp_path / "log").read_text()
        assert "Traceback" not in log, log
        database = tmp_path / "state" / "hexascope" / "hexascope.db"
        assert database.stat().st_mode & 0o777 == 0o600
        assert not database.with_name("hexascope.db-wal").exists(), "it was closed in order"


def test_a_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    with running(tmp_path, "--only", "api") as server, server.connect() as busy:
        busy.sendall(
            b"POST /api/v1/login HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{"
        )
        time.sleep(0.3)
        server.process.send_signal(signal.SIGINT)
        time.sleep(0.3)
        assert server.process.poll() is None
        begun_at = time.monotonic()
        assert server.end() == 0
        assert time.monotonic() - begun_at < DRAINS_S


def test_a_drain_ends_when_its_time_is_over(tmp_path: Path) -> None:
    with (
        running(tmp_path, "--only", "api", HEXASCOPE_SERVER__DRAIN_SECONDS="1") as server,
        server.connect() as busy,
    ):
        busy.sendall(
            b"POST /api/v1/login HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{"
        )
        time.sleep(0.3)
        begun_at = time.monotonic()
        assert server.end() == 0
        assert 0.8 < time.monotonic() - begun_at < DRAINS_S


def test_it_listens_on_a_unix_socket(tmp_path: Path) -> None:
    path = tmp_path / "hexascope.sock"
    process = begun(tmp_path, "--only", "api", "--socket", str(path))
    assert process.stdout is not None
    try:
        assert process.stdout.readline().strip() == f"hexascope listens on {path}"
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.connect(str(path))
            assert b" 200 " in answer(connection, b"healthz")
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)
        process.stdout.close()
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--host", "0.0.0.0"), "passwords would travel in the clear"),
        (("--port", "{taken}"), "is taken"),
    ],
)
def test_why_it_can_not_begin_is_one_sentence(
    tmp_path: Path, words: tuple[str, ...], why: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        process = begun(tmp_path, *(word.replace("{taken}", port) for word in words))
        assert process.wait(PATIENCE_SECONDS) == 2
        assert process.stdout is not None
        process.stdout.close()
    told = (tmp_path / "log").read_text()
    assert re.fullmatch(rf"hexascope: .*{re.escape(why)}.*\n", told), told


def test_two_processes_share_one_database(tmp_path: Path) -> None:
    words = ("--store", f"sqlite:///{tmp_path / 'one.db'}", "--only", "api")
    with running(tmp_path, *words) as one, running(tmp_path, *words) as other:
        for server in (one, other):
            with server.connect() as connection:
                assert b" 200 " in answer(connection, b"readyz")


def test_help_is_shown_at_once_and_loads_no_server() -> None:
    asked = "import sys; sys.argv=['hexascope','serve','--help']\n"
    asked += "from hexascope.cli.main import main\n"
    asked += "try: main()\nexcept SystemExit: pass\n"
    asked += "print([name for name in ('fastapi','sqlalchemy','uvicorn') if name in sys.modules])"
    ended = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, timeout=PATIENCE_SECONDS
    )

    assert ended.stdout.endswith("[]\n"), ended.stdout + ended.stderr
    assert "--tls-certificate" in ended.stdout

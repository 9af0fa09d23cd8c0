"""The contract of ProbeHost: this host and the scripted one."""

import socket
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from hexascope.collect.contract import NotHere
from hexascope.collect.probing.contract import ProbeHost
from hexascope.collect.probing.host import LocalProbeHost
from hexascope.domain.use import Status
from hexascope.kit.process import Ended
from tests.support.probes import ScriptedHost

Made = Callable[[Path, str], ProbeHost]
SAY = [sys.executable, "-I", "-S", "-c", "import sys; sys.stdout.write('x' * 50); sys.exit(3)"]


def _local(folder: Path, server: str) -> ProbeHost:
    (folder / "proc").mkdir()
    (folder / "proc" / "uptime").write_text("5.0 1.0\n")
    return LocalProbeHost(str(folder), {"double": lambda word: word * 2})


def _scripted(folder: Path, server: str) -> ProbeHost:
    return ScriptedHost(
        {"/proc/uptime": "5.0 1.0\n"},
        calls={"double": lambda word: word * 2},
        programs={SAY[0]: Ended(code=3, output=b"x" * 50, errors=b"")},
        servers={server: lambda request: b"+" + request},
    )


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """A server that answers `+` and what it was told, until the other side has gone."""
    path = str(tmp_path / "server")
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen()

        def serve() -> None:
            try:
                line, _ = door.accept()
            except OSError:
                return
            with line:
                line.sendall(b"+" + line.recv(100))
                line.recv(1)  # it keeps the line open, as a server does

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"unix:{path}"
        door.shutdown(socket.SHUT_RDWR)
    thread.join(5)


@pytest.fixture(params=[_local, _scripted], ids=lambda made: made.__name__)
def host(request: pytest.FixtureRequest, tmp_path: Path, server: str) -> ProbeHost:
    made: Made = request.param
    return made(tmp_path, server)


def test_a_probe_sees_files_and_calls_as_a_collector_does(host: ProbeHost) -> None:
    assert host.read("/proc/uptime") == "5.0 1.0\n"
    assert host.call("double", "ab") == "abab"
    with pytest.raises(NotHere) as missing:
        host.read("/proc/none")
    assert missing.value.status is Status.NOT_PRESENT


def test_a_program_gives_its_code_and_output(host: ProbeHost) -> None:
    ended = host.run(SAY, timeout_seconds=3)

    assert (ended.code, ended.output) == (3, b"x" * 50)


def test_a_program_that_is_not_there_has_a_reason(host: ProbeHost) -> None:
    with pytest.raises(NotHere, match="could not be started") as missing:
        host.run(["/no/such/program"], timeout_seconds=1)
    assert missing.value.status is Status.NOT_PRESENT


def test_a_server_answers_until_it_pauses(host: ProbeHost, server: str) -> None:
    assert host.ask(server, b"PING", timeout_seconds=2) == b"+PING"


def test_a_server_that_is_not_there_has_a_reason(host: ProbeHost) -> None:
    with pytest.raises(NotHere):
        host.ask("tcp:127.0.0.1:1", b"PING", timeout_seconds=0.5)


def test_waiting_moves_the_clock(host: ProbeHost) -> None:
    before = host.clock("test")
    host.pause(0.02)

    assert host.clock("test") >= before + 0.02


def test_after_its_time_a_probe_can_begin_nothing(server: str) -> None:
    hosts: tuple[ProbeHost, ...] = (LocalProbeHost(seconds=0.0), ScriptedHost(seconds=0.0))
    for host in hosts:
        with pytest.raises(NotHere, match="time is over"):
            host.pause(1)
        with pytest.raises(NotHere, match="time is over"):
            host.run(SAY, timeout_seconds=1)
        with pytest.raises(NotHere, match="time is over"):
            host.ask(server, b"", timeout_seconds=1)

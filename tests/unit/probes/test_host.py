"""What only this host does: deadlines, sizes, refusals."""

import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hexascope.collect.contract import NotHere
from hexascope.collect.probing import asking
from hexascope.collect.probing.host import LocalProbeHost
from hexascope.domain.use import Status


@pytest.fixture
def door(tmp_path: Path) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "door"))
        listening.listen()
        yield listening


def test_a_server_that_says_nothing_is_told_with_its_time(
    door: socket.socket, tmp_path: Path
) -> None:
    host = LocalProbeHost()
    with pytest.raises(NotHere, match=r"gave no answer in 0\.05 s") as silent:
        host.ask(f"unix:{tmp_path}/door", b"x", timeout_seconds=0.05)
    assert silent.value.status is Status.UNREADABLE


def test_an_endless_answer_is_cut(door: socket.socket, tmp_path: Path) -> None:
    def flood() -> None:
        line, _ = door.accept()
        with line:
            try:
                while True:
                    line.sendall(b"x" * 65536)
            except OSError:
                return

    thread = threading.Thread(target=flood, daemon=True)
    thread.start()
    now = iter(range(10**6)).__next__
    got = asking.answer(f"unix:{tmp_path}/door", b"", 10**6, 100_000, lambda: float(now()))
    thread.join(5)

    assert len(got) == 100_000


@pytest.mark.parametrize(
    "address",
    [
        "",
        "unix:",
        "tcp:localhost:80",
        "tcp:127.0.0.1:0",
        "tcp:127.0.0.1:http",
        "http://x",
        "tcp:80",
    ],
)
def test_what_is_no_address_is_not_asked(address: str) -> None:
    with pytest.raises(NotHere) as refused:
        LocalProbeHost().ask(address, b"x", timeout_seconds=0.1)
    assert refused.value.status is Status.NOT_SUPPORTED


def test_addresses_of_all_kinds_are_read() -> None:
    assert asking.door("unix:@abstract")[2] == "\0abstract"
    assert asking.door("tcp:[::1]:80") == (socket.AF_INET6, socket.SOCK_STREAM, ("::1", 80))
    assert asking.door("udp:127.0.0.53:53") == (
        socket.AF_INET,
        socket.SOCK_DGRAM,
        ("127.0.0.53", 53),
    )


def test_a_question_that_is_too_long_is_not_asked() -> None:
    with pytest.raises(NotHere, match="too long"):
        LocalProbeHost().ask("tcp:127.0.0.1:9", b"x" * 10**6, timeout_seconds=0.1)


def test_a_program_ends_with_the_time_of_its_probe_and_its_cpu_is_counted() -> None:
    host = LocalProbeHost(seconds=0.3)
    with pytest.raises(NotHere, match="gave no answer"):
        host.run(["sleep", "30"], timeout_seconds=30)

    host = LocalProbeHost(seconds=30)
    host.run([sys.executable, "-I", "-S", "-c", "sum(range(3_000_000))"], timeout_seconds=30)
    assert host.children_cpu_s > 0

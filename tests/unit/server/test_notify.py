import os
import socket
from pathlib import Path

import pytest

from hexascope.server.notify import ALIVE, READY, Notify


@pytest.mark.parametrize("abstract", [False, True])
def test_systemd_hears_what_is_said(tmp_path: Path, abstract: bool) -> None:
    name = f"@hexascope-{os.getpid()}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(f"\0{name[1:]}" if abstract else name)
        heard.settimeout(5)
        Notify({"NOTIFY_SOCKET": name}).say(READY, ALIVE)
        assert heard.recv(100) == b"READY=1\nWATCHDOG=1"


def test_without_systemd_nothing_is_said_and_nothing_fails(tmp_path: Path) -> None:
    quiet = Notify({})
    quiet.say(READY)
    assert quiet.pause_s == 0.0
    deaf = Notify({"NOTIFY_SOCKET": str(tmp_path / "nobody")})
    deaf.say(READY)
    assert deaf.pause_s == 0.0


@pytest.mark.parametrize(
    ("microseconds", "process", "pause"),
    [("20000000", "", 10.0), ("20000000", "1", 0.0), ("soon", "", 0.0), ("", "", 0.0)],
)
def test_the_watchdog_is_fed_twice_as_often_as_asked(
    microseconds: str, process: str, pause: float
) -> None:
    told = {"WATCHDOG_USEC": microseconds, "WATCHDOG_PID": process or str(os.getpid())}

    assert Notify(told).pause_s == pause

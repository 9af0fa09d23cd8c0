"""What a person sees who asks about his service: where its time goes, and whom it waits for."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.test_examine import hexascope, report

pytestmark = [
    pytest.mark.journey,
    pytest.mark.alone,
    pytest.mark.skipif(os.geteuid() != 0, reason="other users' threads are for root"),
]

AT_ONCE_S = 20.0
"""How long it may take to say at once that nothing is there, on the slowest machine."""

NAMING = """
import ctypes, os, signal, socket, sys, threading, time
LIBRARY = ctypes.CDLL(None)
def begin(name, do):
    child = os.fork()
    if child == 0:
        LIBRARY.prctl(15, name.encode(), 0, 0, 0)
        LIBRARY.prctl(1, signal.SIGKILL, 0, 0, 0)
        do()
    return child
"""

CHAIN = """
folder, port = sys.argv[1], int(sys.argv[2])
def store():
    door = socket.create_server(("127.0.0.1", port))
    end, _ = door.accept()
    file = open(folder + "/data", "wb")
    while end.recv(9):
        for _ in range(40):
            file.write(bytes(8192)); file.flush(); os.fsync(file.fileno())
        end.sendall(b"!")
def middle():
    time.sleep(0.3)
    below = socket.create_connection(("127.0.0.1", port))
    door = socket.socket(socket.AF_UNIX); door.bind(folder + "/door"); door.listen()
    end, _ = door.accept()
    while end.recv(9):
        below.sendall(b"?"); below.recv(9); end.sendall(b"!")
def front():
    time.sleep(0.8)
    end = socket.socket(socket.AF_UNIX); end.connect(folder + "/door")
    while True:
        end.sendall(b"?"); end.recv(9)
begin("hx-store", store); begin("hx-middle", middle)
print(begin("hx-front", front), flush=True)
time.sleep(120)
"""

LOCKS = """
mutex = ctypes.create_string_buffer(64)
def turns():
    while True:
        LIBRARY.pthread_mutex_lock(mutex); LIBRARY.usleep(4000)
        LIBRARY.pthread_mutex_unlock(mutex)
print(os.getpid(), flush=True)
for _ in range(3):
    threading.Thread(target=turns, daemon=True).start()
turns()
"""

PIPES = """
reading, writing = os.pipe()
def feed():
    os.close(reading)
    while True:
        time.sleep(0.02); os.write(writing, b"x")
def eat():
    os.close(writing)
    while True:
        os.read(reading, 1)
begin("hx-feed", feed)
print(begin("hx-eat", eat), flush=True)
time.sleep(120)
"""

SHORT = """
print(os.getpid(), flush=True)
end = time.monotonic() + float(sys.argv[1])
while time.monotonic() < end:
    pass
"""


class Program:
    """A Python program in a group of its own, with the pid that it names in its first line."""

    def __init__(self, code: str, *words: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", NAMING + code, *words],
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.pid = int(self.process.stdout.readline())

    def end(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()


@pytest.fixture
def programs() -> Iterator[list[Program]]:
    begun: list[Program] = []
    yield begun
    for one in begun:
        one.end()


def shares(found: dict[str, Any]) -> dict[str, float]:
    told = {one["state"]: one["share"] for one in found["target"]["shares"]}
    assert sum(told.values()) == pytest.approx(1.0, abs=0.01)
    return told


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return str(door.getsockname()[1])


def test_a_chain_of_waits_is_followed_to_the_disk(home: Path, programs: list[Program]) -> None:
    port = free_port()
    programs.append(Program(CHAIN, str(home), port))
    time.sleep(1.5)

    found = report("--window", "3", "--pid", str(programs[0].pid), home=home)

    assert shares(found)["process"] > 0.8
    steps = [
        (hop["depth"], hop["waiter"], hop["other"], hop["via"]) for hop in found["target"]["hops"]
    ]
    assert (1, "hx-front", "hx-middle", f"unix {home}/door") in steps
    assert (2, "hx-middle", "hx-store", f"tcp 127.0.0.1:{port}") in steps
    assert found["target"]["samples"] > 40


def test_the_same_service_is_found_by_its_port(home: Path, programs: list[Program]) -> None:
    port = free_port()
    programs.append(Program(CHAIN, str(home), port))
    time.sleep(1.5)

    found = report("--window", "2", "--port", port, home=home)

    assert [name for _, name in found["target"]["members"]] == ["hx-store"]


def test_threads_before_one_lock_are_told_with_it(home: Path, programs: list[Program]) -> None:
    programs.append(Program(LOCKS))
    time.sleep(0.5)

    found = report("--window", "3", "--pid", str(programs[0].pid), home=home)

    assert shares(found)["lock"] > 0.5
    lock = next(one for one in found["target"]["shares"] if one["state"] == "lock")
    assert lock["on"].startswith("lock 0x")
    assert "target_lock_wait" in [one["check"] for one in found["findings"]]


def test_a_reader_of_a_pipe_waits_for_its_writer(home: Path, programs: list[Program]) -> None:
    programs.append(Program(PIPES))
    time.sleep(0.5)

    found = report("--window", "2", "--pid", str(programs[0].pid), home=home)

    assert shares(found)["process"] > 0.8
    assert found["target"]["hops"][0]["other"] == "hx-feed"
    assert found["target"]["hops"][0]["via"].startswith("pipe ")


def test_a_target_that_ends_meanwhile_is_told_and_nothing_is_zero(
    home: Path, programs: list[Program]
) -> None:
    programs.append(Program(SHORT, "3.5"))

    found = report("--window", "5", "--pid", str(programs[0].pid), home=home)

    told = shares(found)
    assert told.get("on_cpu", 0.0) + told.get("runnable", 0.0) > 0.8
    assert any("ended" in gap for gap in found["target"]["gaps"])


def test_the_kept_bundle_tells_the_same_story(home: Path, programs: list[Program]) -> None:
    programs.append(Program(PIPES))
    time.sleep(0.5)
    found = report("--window", "2", "--pid", str(programs[0].pid), home=home)
    listed = hexascope("history", "show", found["id"], "--bundle", home=home).stdout.strip()

    again = report("--from", listed, home=home)

    assert again["target"] == found["target"]


def test_as_another_user_gaps_are_told(open_home: Path, programs: list[Program]) -> None:
    programs.append(Program(PIPES))
    time.sleep(0.5)
    before = ("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups")

    found = report("--window", "2", "--pid", str(programs[0].pid), home=open_home, before=before)

    assert any("run as root" in gap for gap in found["target"]["gaps"])
    assert found["target"]["samples"] > 20


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--unit", "ngnix-that-is-not"), "no unit named 'ngnix-that-is-not' here"),
        (("--pid", "4194303"), "no process '4194303' is here"),
        (("--path", "/usr/lob"), "near: /usr/lib"),
        (("--container", "nobody"), "no container named 'nobody' here"),
    ],
)
def test_what_is_not_here_ends_at_once_with_near_names(
    home: Path, words: tuple[str, str], told: str
) -> None:
    began = time.monotonic()

    ended = hexascope("examine", *words, home=home, code=2)

    assert told in ended.stderr
    assert not ended.stdout
    assert time.monotonic() - began < AT_ONCE_S


def test_a_port_that_nobody_listens_on_is_told_with_those_that_are(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        ended = hexascope("examine", "--port", str(port - 1), home=home, code=2)

    assert f"no port named '{port - 1}' here; near: " in ended.stderr
    assert f"tcp {port}" in ended.stderr

"""Measuring the web door: the server's CPU a request, its start and its memory."""

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.errors import BenchError

PORT = 18_590
REQUESTS = 3000
LEAST_REQUESTS = 500
PATIENCE_SECONDS = 60.0
SETTLED_SECONDS = 20.0
"""After so long the first examination of this machine is over, and what it took is there."""

GOAL_START_SECONDS = 3.0
GOAL_RESIDENT_MEBIBYTES = 160
KEYS = 300
PASSWORD = "correct horse battery"
LIMITS = {"HEXASCOPE_SERVER__REQUESTS_PER_MINUTE": "100000"}


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `door`."""
    parser.add_argument("--requests", type=int, default=REQUESTS, help=f"default {REQUESTS}")
    parser.set_defaults(do=_door)


def _door(options: argparse.Namespace) -> int:
    if options.requests < LEAST_REQUESTS:
        raise BenchError(f"--requests: at least {LEAST_REQUESTS}, for the kernel counts in 10 ms")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        print(_start_and_memory(home))
        with _served(home, "--only", "api") as (process, lines):
            token = _token(lines)
            ours = _costs(process, PORT, token, options.requests)
        with _bare() as process:
            bare = _costs(process, PORT + 1, "", options.requests)
    for name, cost in ours.items():
        print(
            f"{name:22} {cost * 1e6:7.0f} µs of CPU, bare ASGI {bare[name] * 1e6:5.0f} µs:"
            f" ratio {cost / bare[name]:.1f}"
        )
    return 0


def _start_and_memory(home: Path) -> str:
    begun = time.monotonic()
    with _served(home) as (process, _):
        while not _ready():
            time.sleep(0.01)
        ready = time.monotonic() - begun
        time.sleep(SETTLED_SECONDS)
        held = _resident(process.pid)
    return (
        f"start to ready {ready:.2f} s (goal {GOAL_START_SECONDS:g});"
        f" API, worker, scheduler, look: {held:.0f} MiB (goal {GOAL_RESIDENT_MEBIBYTES})"
    )


def _ready() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextmanager
def _served(home: Path, *words: str) -> Iterator[tuple["subprocess.Popen[str]", list[str]]]:
    state = {"HOME": str(home), "XDG_STATE_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    command = [sys.executable, "-m", "hexascope", "serve", "--port", str(PORT), *words]
    with (home / "log").open("w") as log:
        process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env={**os.environ, **state, **LIMITS},
        )
    assert process.stdout is not None
    try:
        first = process.stdout.readline()
        if "listens" not in first:
            raise BenchError((home / "log").read_text())
        yield process, [first, process.stdout.readline()]
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)
        process.stdout.close()


@contextmanager
def _bare() -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "benchmarks.door.bare", str(PORT + 1)]
    process = subprocess.Popen(command, text=True)
    try:
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", PORT + 1), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        yield process
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _token(lines: list[str]) -> str:
    """Become the administrator by the link that was printed, and make a token."""
    found = re.search(r"/setup#([\w-]+)", "".join(lines))
    if not found:
        raise BenchError("the server printed no link to set it up")
    link = {"link": found[1], "name": "bench", "password": PASSWORD}
    cookie, told = _asked("/api/v1/setup", link, {})
    headers = {"Cookie": cookie, "X-CSRF-Token": str(told["csrf"])}
    permissions = ["read:me", "create:series"]
    _, made = _asked("/api/v1/me/tokens", {"name": "bench", "permissions": permissions}, headers)
    return str(made["token"])


def _asked(
    path: str, said: dict[str, object], headers: dict[str, str]
) -> tuple[str, dict[str, object]]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{PORT}{path}",
        json.dumps(said).encode(),
        {"Content-Type": "application/json", **headers},
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
        cookie = answer.headers.get("Set-Cookie", "").partition(";")[0]
        return cookie, json.load(answer)


def _costs(process: "subprocess.Popen[str]", port: int, token: str, count: int) -> dict[str, float]:
    bearer = f"Authorization: Bearer {token}\r\n"
    return {
        "GET /api/v1/me": _cost(process, port, count, lambda _: _get("/api/v1/me", bearer)),
        f"POST {KEYS} samples": _cost(process, port, count, lambda seq: _post(bearer, seq)),
    }


def _get(path: str, bearer: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{bearer}\r\n".encode()


def _post(bearer: str, seq: int) -> bytes:
    batch = {
        "host": "a" * 32,
        "name": "web-1",
        "boot": "b1",
        "stream": "bench",
        "seq": seq,
        "step": 1,
        "keys": [f"bench.number{{of={key}}}" for key in range(KEYS)],
        "times": [int(time.time()) - REQUESTS + seq],
        "values": [[seq * 0.25 + key for key in range(KEYS)]],
    }
    body = json.dumps(batch).encode()
    head = (
        "POST /api/v1/series/batches HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"{bearer}Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _cost(process: "subprocess.Popen[str]", port: int, count: int, request: object) -> float:
    """Give the server's CPU seconds of one request, of many over one connection."""
    assert callable(request)
    warm = count // 10
    before = 0.0
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS) as connection:
        for number in range(1, count + warm + 1):
            if number == warm + 1:
                before = _cpu_seconds(process.pid)
            connection.sendall(request(number))
            status = _answer(connection)
            if status != 200:
                raise BenchError(f"answered {status}")
        return (_cpu_seconds(process.pid) - before) / count


def _answer(connection: socket.socket) -> int:
    heard = b""
    while b"\r\n\r\n" not in heard:
        heard += connection.recv(65_536)
    head, _, body = heard.partition(b"\r\n\r\n")
    found = re.search(rb"content-length: (\d+)", head)
    missing = (int(found[1]) if found else 0) - len(body)
    while missing > 0:
        missing -= len(connection.recv(65_536))
    return int(head.split(b" ", 2)[1])


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20

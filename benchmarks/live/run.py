"""Measuring the live door: the server's CPU and memory while clients listen, beside its peer."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.errors import BenchError

TOPIC = f"host.{'a' * 32}"
CLIENTS_A_TENANT = 500
SECONDS = 20.0
PORT = 18_490
MEBIBYTE = 2**20
START_SECONDS = 60.0

GOAL = "goal ≤ 4 % of a core at 2,000 clients"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one server took: percent of a core, MiB, and the messages that clients read."""

    name: str
    clients: int
    core_percent: float
    resident_mebibytes: float
    messages_a_second: float
    ended: int


def add_options(parser: argparse.ArgumentParser) -> None:
    """The options of `live`."""
    parser.add_argument(
        "--clients",
        type=lambda text: tuple(int(word) for word in text.split(",")),
        default=(500, 2000),
        help="500,2000",
    )
    parser.add_argument("--bytes", type=int, default=2000, help="of one message; default 2000")
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"default {SECONDS:g}")
    parser.set_defaults(do=_live)


def _live(options: argparse.Namespace) -> int:
    for clients in options.clients:
        costs = [_measured(name, clients, options) for name in ("websockets", "hexascope")]
        for cost in costs:
            print(told(cost))
        peer, ours = costs
        ratio = ours.core_percent / max(peer.core_percent, 0.01)
        print(f"ratio of CPU {ratio:.2f} ({GOAL})", flush=True)
    return 0


def told(cost: Cost) -> str:
    """One line."""
    return (
        f"{cost.clients:5} clients  {cost.name:10}  {cost.core_percent:6.2f} % of a core"
        f"  {cost.resident_mebibytes:6.1f} MiB  {cost.messages_a_second:7.1f} messages/s"
        f"  {cost.ended} connections lost"
    )


def _measured(name: str, clients: int, options: argparse.Namespace) -> Cost:
    tenants = max(1, -(-clients // CLIENTS_A_TENANT))
    with tempfile.TemporaryDirectory() as folder:
        module = "benchmarks.live.ours" if name == "hexascope" else "benchmarks.live.peer"
        more = ["--folder", folder] if name == "hexascope" else []
        common = ["--port", str(PORT), "--tenants", str(tenants)]
        words = [module, *common, "--bytes", str(options.bytes), *more]
        with _running(words) as server:
            _wait_for_port()
            reading = ["--clients", str(clients), "--topic", TOPIC]
            with _running(["benchmarks.live.clients", *common, *reading]) as reader:
                _expect(reader, "there")
                return _over(name, clients, server, reader, options.seconds)


def _over(
    name: str,
    clients: int,
    server: "subprocess.Popen[str]",
    reader: "subprocess.Popen[str]",
    seconds: float,
) -> Cost:
    before, began = _cpu_seconds(server.pid), time.monotonic()
    time.sleep(seconds)
    spent, lasted = _cpu_seconds(server.pid) - before, time.monotonic() - began
    resident = _resident_mebibytes(server.pid)
    assert reader.stdin is not None
    assert reader.stdout is not None
    reader.stdin.write("\n")
    reader.stdin.flush()
    counted = json.loads(reader.stdout.readline())
    return Cost(
        name=name,
        clients=clients,
        core_percent=100 * spent / lasted,
        resident_mebibytes=resident,
        messages_a_second=counted["messages"] / lasted,
        ended=counted["ended"],
    )


@contextmanager
def _running(words: Sequence[str]) -> "Iterator[subprocess.Popen[str]]":
    process = subprocess.Popen(
        [sys.executable, "-m", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _expect(process: "subprocess.Popen[str]", word: str) -> None:
    assert process.stdout is not None
    if process.stdout.readline().strip() != word:
        raise BenchError("the clients could not connect")


def _wait_for_port() -> None:
    import socket

    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        try:
            with socket.create_connection(("127.0.0.1", PORT), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise BenchError("the server did not start")


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident_mebibytes(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MEBIBYTE

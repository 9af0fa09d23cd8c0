"""The live door over real sockets: a slow reader harms nobody, and comes back."""

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from hexascope.kit import clock
from tests.support.live_server import HOST

pytestmark = pytest.mark.journey

MIB = 2**20
OTHERS = 100
ADMIN = {"Authorization": "Bearer acme ann *:*"}
LARGE, MANY = 100_000, 80


class Server:
    """The server's process."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.live_server", str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline())

    def say(self, topic: str, count: int, size: int) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{topic} {count} {size}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline().strip() == "said"

    def resident_bytes(self) -> int:
        return int(Path(f"/proc/{self._process.pid}/statm").read_text().split()[1]) * 4096

    def end(self) -> None:
        with suppress(subprocess.TimeoutExpired):
            self._process.communicate(timeout=10)
        self._process.kill()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = Server(tmp_path_factory.mktemp("live"))
    try:
        yield made
    finally:
        made.end()


@asynccontextmanager
async def joined(server: Server, topic: str, **more: Any) -> AsyncIterator[ClientConnection]:
    url = f"ws://127.0.0.1:{server.port}/api/v1/live"
    async with connect(url, additional_headers=ADMIN, max_size=None) as connection:
        await connection.send(json.dumps({"subscribe": [topic], **more}))
        yield connection


async def until(connection: ClientConnection, kind: str) -> dict[str, Any]:
    async with asyncio.timeout(20):
        while True:
            told: dict[str, Any] = json.loads(await connection.recv())
            if told["type"] == kind:
                return told


async def slow(server: Server, topic: str) -> socket.socket:
    """Connect with small buffers, subscribe, and read no more."""
    mine = socket.socket()
    mine.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    mine.connect(("127.0.0.1", server.port))
    mine.sendall(
        b"GET /api/v1/live HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
        b"Connection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
        b"Sec-WebSocket-Version: 13\r\nAuthorization: Bearer acme slow *:*\r\n\r\n"
    )
    await asyncio.to_thread(mine.recv, 4096)
    text = json.dumps({"subscribe": [topic]}).encode()
    mine.sendall(bytes((0x81, 0x80 | len(text), 0, 0, 0, 0)) + text)
    await asyncio.sleep(0.3)
    return mine


def test_a_client_that_does_not_read_is_dropped_and_a_hundred_others_hear_all(
    server: Server,
) -> None:
    async def work() -> tuple[int, int, float, bytes]:
        async with AsyncExitStack() as stack:
            others = [
                await stack.enter_async_context(joined(server, f"host.{HOST}"))
                for _ in range(OTHERS)
            ]
            quick = await stack.enter_async_context(joined(server, "jobs"))
            for one in (*others, quick):
                await until(one, "snapshot")
            mine = stack.enter_context(await slow(server, "jobs"))
            before = server.resident_bytes()
            saying = asyncio.to_thread(server.say, "acme.job.1", MANY, LARGE)
            _, heard = await asyncio.gather(saying, all_of(quick))
            latest = await heard_by_all(others)
            grown = server.resident_bytes() - before
            return heard, grown, latest, await rest(mine)

    async def all_of(quick: ClientConnection) -> int:
        seen = 0
        while seen < MANY:
            assert (await until(quick, "event"))["data"]["n"] == seen
            seen += 1
        return seen

    async def heard_by_all(others: list[ClientConnection]) -> float:
        began = clock.monotonic()
        await asyncio.to_thread(server.say, f"acme.host.{HOST}", 1, 2000)
        await asyncio.gather(*(until(one, "event") for one in others))
        return clock.monotonic() - began

    async def rest(mine: socket.socket) -> bytes:
        """Read what was sent before the connection ended."""
        mine.settimeout(10)
        got = bytearray()
        with suppress(OSError):
            while part := await asyncio.to_thread(mine.recv, MIB):
                got += part
        return bytes(got[-200:]) if len(got) < MANY * LARGE else b"all of it"

    heard, grown, latest, last = asyncio.run(work())
    sys.stdout.write(f"resident +{grown / MIB:.1f} MiB, all heard within {latest:.2f} s\n")

    assert heard == MANY
    assert grown < 8 * MIB
    assert last != b"all of it"


def test_after_a_burst_who_comes_back_sees_what_the_server_knows(server: Server) -> None:
    async def work() -> list[str]:
        async with joined(server, "jobs") as first:
            shown = await until(first, "snapshot")
        await asyncio.to_thread(server.say, "acme.job.1", 10, 100)
        told = {"epoch": shown["epoch"], "since": shown["seq"]}
        async with joined(server, "jobs", **told) as again:
            kinds = [(await until(again, "resumed"))["type"]]
            kinds += [(await until(again, "event"))["event"] for _ in range(10)]
            saying = asyncio.to_thread(server.say, "acme.job.1", 10_000, 100)
            _, seen = await asyncio.gather(saying, counted(again))
        async with joined(server, "jobs", **told) as late:
            return [*kinds, str(seen), (await until(late, "snapshot"))["type"]]

    async def counted(connection: ClientConnection) -> int:
        for number in range(10_000):
            assert (await until(connection, "event"))["data"]["n"] == number
        return 10_000

    assert asyncio.run(work()) == ["resumed", *["state"] * 10, "10000", "snapshot"]

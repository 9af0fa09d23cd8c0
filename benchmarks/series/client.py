"""Posting over connections that stay open, and asking again and again."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from benchmarks.errors import BenchError


def post_all(
    port: int, path: str, headers: Mapping[str, str], parts: Sequence[Iterator[bytes]]
) -> float:
    """Post bodies, each part in order over a connection of its own; gives the seconds it took."""
    began = time.perf_counter()
    asyncio.run(_post_all(port, path, headers, parts))
    return time.perf_counter() - began


async def _post_all(
    port: int, path: str, headers: Mapping[str, str], parts: Sequence[Iterator[bytes]]
) -> None:
    told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    head = f"POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\n{told}Content-Length: "

    async def one(bodies: Iterator[bytes]) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for body in bodies:
            writer.write(head.encode() + b"%d\r\n\r\n" % len(body) + body)
            await _answered(reader)
        writer.close()

    await asyncio.gather(*map(one, parts))


async def _answered(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            length = int(line.partition(b":")[2])
    body = await reader.readexactly(length)
    if not head.startswith((b"HTTP/1.1 200", b"HTTP/1.1 204")):
        raise BenchError(f"refused: {head[:60]!r} {body[:300]!r}")


def asked_ms(port: int, path: str, query: Mapping[str, str], times: int) -> tuple[float, int]:
    """Ask again and again over one connection; gives the median in ms, and bytes of an answer."""
    return asyncio.run(_asked(port, f"{path}?{urlencode(query)}", times))


async def _asked(port: int, target: str, times: int) -> tuple[float, int]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    words = (
        f"GET {target} HTTP/1.1\r\nHost: localhost:{port}\r\nAuthorization: Bearer x\r\n\r\n"
    ).encode()
    spent = []
    size = 0
    for _ in range(times):
        began = time.perf_counter()
        writer.write(words)
        size = await _body(reader)
        spent.append((time.perf_counter() - began) * 1000)
    writer.close()
    return sorted(spent)[len(spent) // 2], size


async def _body(reader: asyncio.StreamReader) -> int:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    if not head.startswith(b"http/1.1 200"):
        raise BenchError(f"refused: {head[:300]!r} {(await reader.read(400))!r}")
    if b"transfer-encoding: chunked" not in head:
        length = int(head.partition(b"content-length:")[2].split(b"\r\n")[0])
        return len(await reader.readexactly(length))
    size = 0
    while length := int(await reader.readline(), 16):
        size += len(await reader.readexactly(length + 2)) - 2
    await reader.readline()
    return size


def get(port: int, target: str) -> bytes:
    """Ask once."""
    request = Request(f"http://127.0.0.1:{port}{target}", headers={"Authorization": "Bearer x"})
    with urlopen(request, timeout=60) as answer:
        content: bytes = answer.read()
        return content

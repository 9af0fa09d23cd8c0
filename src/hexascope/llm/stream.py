"""Reading a stream: lines of bytes to pieces, within limits of bytes."""

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

from hexascope.llm.contract import Endpoint, Failure, ModelError, Piece
from hexascope.llm.failures import broken
from hexascope.llm.wires.contract import Wire

LONGEST_STREAM_BYTES = 4 * 1024 * 1024
"""Bytes of a stream with everything that surrounds the answer's pieces."""

LONGEST_LINE_BYTES = 256 * 1024


async def lines(endpoint: Endpoint, chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Split what comes into lines; a server that never ends one, or never stops, is refused."""
    rest = b""
    size = 0
    async for chunk in chunks:
        size += len(chunk)
        if size > LONGEST_STREAM_BYTES:
            raise ModelError(
                Failure.TOO_LONG, endpoint.name, f"it sent over {LONGEST_STREAM_BYTES} bytes"
            )
        *whole, rest = (rest + chunk).split(b"\n")
        if len(rest) > LONGEST_LINE_BYTES:
            raise ModelError(
                Failure.TOO_LONG, endpoint.name, f"a line has over {LONGEST_LINE_BYTES} bytes"
            )
        for line in whole:
            yield line.rstrip(b"\r")
    if rest:
        yield rest


def pieces(endpoint: Endpoint, wire: Wire, line: bytes) -> Iterator[Piece]:
    """Read one line of a stream; comments, names of events and empty lines give nothing."""
    payload = line
    if wire.events:
        if not line.startswith(b"data:"):
            return
        payload = line[5:].strip()
    if not payload.strip():
        return
    if wire.done and payload == wire.done.encode():
        yield Piece(finish="end")
        return
    event = _object(endpoint, payload)
    error = broken(endpoint, event)
    if error is not None:
        raise error
    yield from wire.read(event)


def _object(endpoint: Endpoint, payload: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(payload)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ModelError(Failure.NONSENSE, endpoint.name, "its stream is no stream of JSON objects")
    return found

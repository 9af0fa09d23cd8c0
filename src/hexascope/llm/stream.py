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
_FIELDS = (b":", b"event:", b"id:", b"retry:")
"""Beginnings of lines of a stream of events that carry no data: comments keep it alive."""


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


class Reader:
    """Reads the lines of one answer; one that comes whole instead of in a stream is read as well.

    Servers behind some gateways ignore that a stream is asked for, and answer with one object.
    """

    def __init__(self, endpoint: Endpoint, wire: Wire) -> None:
        self._endpoint = endpoint
        self._wire = wire
        self._plain: list[bytes] = []

    def read(self, line: bytes) -> Iterator[Piece]:
        """Read one line; comments, names of events and empty lines give nothing."""
        payload = line.strip()
        if self._wire.events:
            if not payload.startswith(b"data:"):
                if payload and not payload.startswith(_FIELDS):
                    self._plain.append(line)
                return
            payload = payload[5:].strip()
        if not payload:
            return
        if self._wire.done and payload == self._wire.done.encode():
            yield Piece(finish="end")
            return
        yield from self._object(payload)

    def rest(self) -> Iterator[Piece]:
        """Read what came outside all events, at the end: an answer in one piece."""
        if not self._plain:
            return
        whole = b"\n".join(self._plain)
        if whole.lstrip().startswith(b"<"):
            reason = "it answers with a web page: is its address right?"
            raise ModelError(Failure.REFUSED, self._endpoint.name, reason)
        yield from self._object(whole)

    def _object(self, payload: bytes) -> Iterator[Piece]:
        event = _object(self._endpoint, payload)
        error = broken(self._endpoint, event)
        if error is not None:
            raise error
        yield from self._wire.read(event)


def _object(endpoint: Endpoint, payload: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(payload)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ModelError(Failure.NONSENSE, endpoint.name, "its stream is no stream of JSON objects")
    return found

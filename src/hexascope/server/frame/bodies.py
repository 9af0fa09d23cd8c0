"""Bodies of requests: how large, packed how, and JSON that is read before a route sees it."""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import HTTPException
from starlette.types import Message, Receive, Scope

from hexascope.kit.parsing import BadJson, safe_parse
from hexascope.server.frame.problem import Refusal

MIB = 2**20
MOST_BYTES = MIB
MOST_TIMES = 100
"""How many times larger a packed body may become: what people send becomes 3 to 20 times so."""

PACKED_FREE = 64 * 1024
"""Bytes that a packed body may become whatever its length: small ones pack best."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What the bodies of some routes may be.

    `raw` ones are given to the route as they come, counted (and unpacked, where `packed` allows
    gzip); all others are read whole, and are JSON.
    """

    most_bytes: int = MOST_BYTES
    raw: bool = False
    packed: bool = False


USUAL = Room()
ROOMS: Mapping[str, Room] = {
    "/api/v1/series": Room(most_bytes=4 * MIB, raw=True, packed=True),
    "/api/v1/snapshots": Room(most_bytes=64 * MIB, raw=True),
    "/mcp": Room(most_bytes=MIB, raw=True),
    "/login": Room(most_bytes=16 * 1024, raw=True),
    "/setup": Room(most_bytes=16 * 1024, raw=True),
}
"""By how the path begins, the longest first; paths that are not named have the usual."""


def room_of(path: str) -> Room:
    """Give what a path takes."""
    fitting = [one for one in ROOMS if path == one or path.startswith(f"{one}/")]
    return ROOMS[max(fitting, key=len)] if fitting else USUAL


async def prepared(scope: Scope, headers: Mapping[bytes, bytes], receive: Receive) -> Receive:
    """Give the receive that a route may use; Refusal where the body can't be taken."""
    if b"content-length" not in headers and b"transfer-encoding" not in headers:
        return receive
    length = headers.get(b"content-length", b"")
    if length == b"0":
        return receive
    room = room_of(scope["path"])
    if length.isdigit() and int(length[:20]) > room.most_bytes:
        raise _too_large(room)
    reader = _Reader(receive, room, packed=_packing(headers, room))
    if room.raw:
        return reader
    json_body = _is_json(headers.get(b"content-type", b""))
    if not json_body and scope["path"].startswith("/api/"):
        raise Refusal(415, "bodies are JSON here: Content-Type: application/json")
    body = await reader.whole()
    if json_body and body:
        try:
            safe_parse(body, most_bytes=room.most_bytes)
        except BadJson as error:
            raise Refusal(400, f"the body can't be read: {error}") from None
    return _Again(body, receive)


def _too_large(room: Room) -> Refusal:
    return Refusal(413, f"a body has at most {room.most_bytes} bytes here", {"Connection": "close"})


def _packing(headers: Mapping[bytes, bytes], room: Room) -> bool:
    coding = headers.get(b"content-encoding", b"").strip().lower()
    if coding in (b"", b"identity"):
        return False
    if coding == b"gzip" and room.packed:
        return True
    detail = "gzip" if room.packed else "nothing packed"
    raise Refusal(415, f"of Content-Encoding, {detail} is taken here")


def _is_json(content_type: bytes) -> bool:
    kind, _, parameters = content_type.decode("latin-1").lower().partition(";")
    charset = parameters.replace(" ", "").replace('"', "")
    if charset.startswith("charset=") and charset != "charset=utf-8":
        return False
    kind = kind.strip()
    return kind == "application/json" or (
        kind.startswith("application/") and kind.endswith("+json")
    )


class _Reader:
    """Counts, and unpacks, a body while it comes."""

    def __init__(self, receive: Receive, room: Room, *, packed: bool) -> None:
        self._receive = receive
        self._room = room
        self._unpacking = zlib.decompressobj(wbits=31) if packed else None
        self._came = 0
        self._gave = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] != "http.request":
            return message
        body = message.get("body", b"")
        self._came += len(body)
        try:
            body = self._checked(self._unpacked(body, last=not message.get("more_body", False)))
        except Refusal as refusal:
            # a route that reads its body lets this one kind of error pass
            raise HTTPException(
                refusal.status_code, refusal.detail, dict(refusal.headers or {})
            ) from None
        return {**message, "body": body}

    async def whole(self) -> bytes:
        """Read all of it; Refusal, also where the sender went before its end."""
        parts: list[bytes] = []
        while True:
            try:
                message = await self()
            except HTTPException as error:
                raise Refusal(error.status_code, str(error.detail), error.headers) from None
            if message["type"] != "http.request":
                raise Refusal(400, "the body did not come whole")
            parts.append(message["body"])
            if not message.get("more_body", False):
                return b"".join(parts)

    def _checked(self, body: bytes) -> bytes:
        self._gave += len(body)
        if max(self._came, self._gave) > self._room.most_bytes:
            raise _too_large(self._room)
        return body

    def _unpacked(self, body: bytes, *, last: bool) -> bytes:
        unpacking = self._unpacking
        if unpacking is None:
            return body
        most = max(PACKED_FREE, self._came * MOST_TIMES)
        most = min(most, self._room.most_bytes) - self._gave + 1
        try:
            given = unpacking.decompress(body, max(most, 1))
        except zlib.error:
            raise Refusal(400, "the body is no gzip") from None
        if unpacking.unconsumed_tail or len(given) >= most:
            raise Refusal(
                413,
                f"the packed body becomes more than {MOST_TIMES} times as large, or more than"
                f" {self._room.most_bytes} bytes",
                {"Connection": "close"},
            )
        if unpacking.unused_data:
            raise Refusal(400, "something stands behind the packed body")
        if last and not unpacking.eof:
            raise Refusal(400, "the packed body has no end")
        return given


class _Again:
    """Gives a body that was read already, then what else comes: that the client has gone."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}

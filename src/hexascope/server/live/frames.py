"""What is sent, made once for all who hear it: one text, one frame of bytes."""

import json
from collections.abc import Mapping
from typing import Any

SHORT, MIDDLE = 126, 1 << 16
"""From so many bytes on a frame writes its length in two and in eight bytes (RFC 6455, 5.2)."""

WHOLE_TEXT = 0x81
"""A frame that is a whole message of text."""


class Frame:
    """One message to clients: as text, and as the bytes that stand on the wire for it."""

    __slots__ = ("text", "wire")

    def __init__(self, text: str) -> None:
        self.text = text
        self.wire = _wire(text.encode())

    @property
    def size(self) -> int:
        """Give its bytes."""
        return len(self.wire)


def told(kind: str, **more: Any) -> Frame:
    """Make a message of a kind."""
    return Frame(_json({"type": kind, **more}))


def event(topic: str, seq: int, word: str, data: str) -> Frame:
    """Make an event; `data` is JSON already."""
    head = _json({"type": "event", "topic": topic, "seq": seq, "event": word})
    return Frame(f'{head[:-1]},"data":{data}}}')


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _wire(payload: bytes) -> bytes:
    size = len(payload)
    if size < SHORT:
        return bytes((WHOLE_TEXT, size)) + payload
    if size < MIDDLE:
        return bytes((WHOLE_TEXT, 126)) + size.to_bytes(2, "big") + payload
    return bytes((WHOLE_TEXT, 127)) + size.to_bytes(8, "big") + payload

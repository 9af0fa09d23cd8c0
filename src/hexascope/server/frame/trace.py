"""Traces: who called with a W3C traceparent finds its id in our logs and in the audit log."""

import re
import secrets
from contextvars import ContextVar
from dataclasses import dataclass

_TRACEPARENT = re.compile(
    rb"(?!ff)[0-9a-f]{2}-(?P<trace>(?!0{32})[0-9a-f]{32})-(?P<parent>(?!0{16})[0-9a-f]{16})"
    rb"-(?P<flags>[0-9a-f]{2})(?:-.{0,200})?"
)

now: ContextVar[str] = ContextVar("trace", default="")
"""The trace id of the request that this task works for."""


@dataclass(frozen=True, slots=True)
class Trace:
    """One request within a trace: both ids in hex, and whether the caller records it."""

    id: str
    span: str
    flags: str = "00"

    @property
    def parent(self) -> str:
        """Give the header that goes out."""
        return f"00-{self.id}-{self.span}-{self.flags}"


def trace_of(header: bytes) -> Trace:
    """Go on with the caller's trace, or begin one where the header is none of the standard's."""
    found = _TRACEPARENT.fullmatch(header)
    if found is None or (header[:2] == b"00" and len(header) != 55):
        return Trace(id=secrets.token_hex(16), span=secrets.token_hex(8))
    flags = f"{int(found['flags'], 16) & 1:02x}"
    return Trace(id=found["trace"].decode(), span=secrets.token_hex(8), flags=flags)

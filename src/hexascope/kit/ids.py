"""Ids: version 7 UUIDs, which sort by their time."""

import secrets
from uuid import UUID


def uuid7(wall_seconds: float) -> str:
    """Give a UUID of version 7 for a moment (RFC 9562): 48 bits of milliseconds, 74 random ones."""
    milliseconds = int(wall_seconds * 1000) & (1 << 48) - 1
    value = milliseconds << 80 | 7 << 76 | secrets.randbits(12) << 64
    value |= 0b10 << 62 | secrets.randbits(62)
    return str(UUID(int=value))

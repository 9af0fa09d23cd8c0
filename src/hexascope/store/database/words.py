"""Texts from hosts as databases take them: PostgreSQL has no NUL, neither has half a character."""

import json
from math import isfinite
from typing import Any


def storable(words: str, longest: int | None = None) -> str:
    """Write what no database keeps as escapes that JSON reads back; cut what is too long."""
    kept = words.encode(errors="backslashreplace").decode().replace("\0", "\\u0000")
    return kept if longest is None else kept[:longest]


def as_json(value: Any) -> str:
    """Write a JSON column: numbers that are none, or endless, become null, in every database."""
    try:
        return json.dumps(value, allow_nan=False)
    except ValueError:
        return json.dumps(_finite(value), allow_nan=False)


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not isfinite(value) else value

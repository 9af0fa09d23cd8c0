"""From what a model wrote to the object that was asked for: bounded, strict, mended at most once.

Models think aloud in tags, wrap JSON into fences, add a sentence before it, leave a comma before a
bracket, or stop in the middle. What stands in the object is judged elsewhere.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, NoReturn

DEEPEST = 32
"""Levels of an answer; ours have five."""

_THOUGHT = re.compile(r"<(think|thinking|reasoning)>.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"```(?:json|JSON)?\s*\n?(.*?)(?:```|\Z)", re.DOTALL)
_LAST_COMMA = re.compile(r",(\s*[}\]])")


class NoObjectError(ValueError):
    """There is no JSON object in what a model wrote; the reason in words."""


def object_in(written: str) -> Mapping[str, Any]:
    """Give the JSON object that a model wrote; NoObjectError where there is none.

    >>> object_in('<think>{"a": 0}</think>Here it is: ```json\\n{"a": 1,}\\n```')
    {'a': 1}
    """
    said = _THOUGHT.sub("", written)
    fenced = _FENCE.search(said)
    for part in (said, fenced[1] if fenced else ""):
        begin = part.find("{")
        if begin >= 0:
            found = _parsed(part[begin:])
            if found is not None:
                return found
    if "{" not in said:
        raise NoObjectError("it gave no JSON object")
    raise NoObjectError("its JSON is damaged beyond one mending")


def _parsed(part: str) -> Mapping[str, Any] | None:
    """Read the object at the beginning of a text, as it is or mended once."""
    found = _decoded(part)
    return found if found is not None else _decoded(_mended(part[: _end_of_object(part) or None]))


def _decoded(part: str) -> Mapping[str, Any] | None:
    """Read an object; what stands behind it is left alone."""
    try:
        found, _ = _DECODER.raw_decode(part)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and not _is_deeper(found, DEEPEST) else None


def _is_deeper(value: Any, levels: int) -> bool:
    """Say whether a value has more levels of objects and lists than it may have."""
    if isinstance(value, dict):
        value = list(value.values())
    elif not isinstance(value, list):
        return False
    return levels == 0 or any(_is_deeper(one, levels - 1) for one in value)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


_DECODER = json.JSONDecoder(parse_constant=_refuse)


def _end_of_object(part: str) -> int:
    """Give where the first object ends, 0 where it does not or goes too deep."""
    depth, quoted, escaped = 0, False, False
    for at, char in enumerate(part):
        if quoted:
            escaped, quoted = char == "\\" and not escaped, char != '"' or escaped
            continue
        if char == '"':
            quoted = True
        elif char in "{[":
            depth += 1
            if depth > DEEPEST:
                return 0
        elif char in "}]":
            depth -= 1
            if depth == 0:
                return at + 1
    return 0


def _mended(part: str) -> str:
    """Drop commas before brackets, and close what was left open at the end."""
    open_ones: list[str] = []
    quoted = escaped = False
    for char in part:
        if quoted:
            escaped, quoted = char == "\\" and not escaped, char != '"' or escaped
        elif char == '"':
            quoted = True
        elif char in "{[":
            open_ones.append("}" if char == "{" else "]")
        elif char in "}]" and open_ones:
            open_ones.pop()
    if len(open_ones) > DEEPEST:
        return ""
    closed = part.rstrip().rstrip(",:") if open_ones and not quoted else part
    closed += ('"' if quoted else "") + "".join(reversed(open_ones))
    return _LAST_COMMA.sub(r"\1", closed)

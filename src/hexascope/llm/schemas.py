"""Schemas as servers take them: each knows another part of JSON Schema."""

from collections.abc import Mapping, Sequence
from typing import Any

DEEPEST = 16
"""Levels of a schema, references followed; ours have six."""

MOST_VALUES = 50
"""Allowed values that a server takes which refuses long lists of them."""

_BOUNDS = frozenset(
    "minLength maxLength minimum maximum minItems maxItems pattern format default $defs".split()
)
_NAMED = frozenset(("properties", "$defs"))
"""Keys whose own keys are names, and no words of JSON Schema."""


def typed(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Name the type of each list of allowed texts: strict servers want one everywhere.

    >>> typed({"properties": {"a": {"enum": ["x"]}}})
    {'properties': {'a': {'enum': ['x'], 'type': 'string'}}}
    """
    told = {key: _each(key, value, typed) for key, value in schema.items()}
    values = told.get("enum")
    if "type" not in told and values and all(isinstance(one, str) for one in values):
        told["type"] = "string"
    return told


def plain(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Drop bounds and put references in their place; the reader of an answer holds it to them."""
    definitions = schema.get("$defs")
    return _plain(schema, definitions if isinstance(definitions, Mapping) else {}, 0)


def short_enums(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Let any text stand where more than MOST_VALUES are allowed."""
    values = schema.get("enum")
    if isinstance(values, Sequence) and len(values) > MOST_VALUES:
        return {"type": "string"}
    return {key: _each(key, value, short_enums) for key, value in schema.items()}


def _plain(schema: Mapping[str, Any], known: Mapping[str, Any], deep: int) -> dict[str, Any]:
    if deep > DEEPEST:
        return {}
    if "$ref" in schema:
        return _plain(known.get(str(schema["$ref"]).rpartition("/")[2], {}), known, deep + 1)
    return {
        key: _each(key, value, lambda below: _plain(below, known, deep + 1))
        for key, value in schema.items()
        if key not in _BOUNDS
    }


def _each(key: str, value: Any, change: Any) -> Any:
    """Change the schemas that stand at a key of a schema."""
    if key in _NAMED and isinstance(value, Mapping):
        return {name: change(one) for name, one in value.items()}
    if isinstance(value, Mapping):
        return change(value)
    if isinstance(value, list) and key in ("anyOf", "oneOf", "allOf"):
        return [change(one) for one in value]
    return value
